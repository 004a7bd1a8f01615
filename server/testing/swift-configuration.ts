import { userInfo } from "node:os";

export const SWIFT_LOGIN = { accessKeyId: "test:tester", secretAccessKey: "testing" };

interface Place {
  readonly port: number;
  readonly directory: string;
}

function common({ port, directory }: Place): string {
  return `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
user = ${userInfo().username}
swift_dir = ${directory}
devices = ${directory}/data
mount_check = false
fallocate_reserve = 0
disable_fallocate = true
log_level = WARNING
`;
}

/** One of the three storage servers of OpenStack Swift 2. */
export function storageSettings({ name, ...place }: Place & { readonly name: string }): string {
  return `${common(place)}
[pipeline:main]
pipeline = ${name}-server
[app:${name}-server]
use = egg:swift#${name}
`;
}

/** The proxy of OpenStack Swift 2 with its S3 API, and one user of it. */
export function proxySettings(place: Place): string {
  return `${common(place)}
[pipeline:main]
pipeline = catch_errors gatekeeper cache listing_formats bulk s3api tempauth slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:cache]
use = egg:swift#memcache
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:tempauth]
use = egg:swift#tempauth
user_${SWIFT_LOGIN.accessKeyId.replace(":", "_")} = ${SWIFT_LOGIN.secretAccessKey} .admin
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:slo]
use = egg:swift#slo
`;
}
