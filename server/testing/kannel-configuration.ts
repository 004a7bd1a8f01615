/** Ports of 127.0.0.1. */
export interface KannelPorts {
  /** Of the message centre whose client Kannel is. */
  readonly smsc: number;
  readonly admin: number;
  /** Where the other programs find bearerbox. */
  readonly smsbox: number;
  readonly wapbox: number;
  readonly sendsms: number;
  readonly push: number;
}

export const KANNEL_LOGIN = { username: "dm", password: "dm-secret" } as const;
export const PUSH_PATH = "/wappush";

/** Kannel's own file. Source: Kannel User's Guide 1.4.5. `directory` takes logs and the queue. */
export function kannelConfiguration(ports: KannelPorts, directory: string, hasPushGateway: boolean): string {
  return [
    gatewayGroups(ports, directory, hasPushGateway),
    ...(hasPushGateway ? [pushGatewayGroups(ports, directory)] : []),
  ].join("\n");
}

function gatewayGroups(
  { smsc, admin, smsbox, wapbox, sendsms }: KannelPorts,
  directory: string,
  hasPushGateway: boolean,
): string {
  return `group = core
admin-port = ${admin}
admin-interface = "127.0.0.1"
admin-password = lab
status-password = lab
smsbox-port = ${smsbox}
smsbox-interface = "127.0.0.1"
${hasPushGateway ? `wapbox-port = ${wapbox}\nwdp-interface-name = "127.0.0.1"\n` : ""}box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
log-file = "${directory}/bearerbox.log"
log-level = 0
dlr-storage = internal
store-type = spool
store-location = "${directory}/spool"

group = smsc
smsc = smpp
smsc-id = lab
host = 127.0.0.1
port = ${smsc}
transceiver-mode = true
smsc-username = "kannel"
smsc-password = "secret"
system-type = ""
interface-version = 34
address-range = ""
enquire-link-interval = 10
reconnect-delay = 1
throughput = 100
max-pending-submits = 10

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${sendsms}
sendsms-interface = "127.0.0.1"
log-file = "${directory}/smsbox.log"
log-level = 0
http-request-retry = 5
http-queue-delay = 1
sendsms-chars = "0123456789 +-"

group = sendsms-user
username = ${KANNEL_LOGIN.username}
password = ${KANNEL_LOGIN.password}
concatenation = true
max-messages = 20
user-deny-ip = "*.*.*.*"
user-allow-ip = "127.0.0.1"
`;
}

/**
 * wapbox ends itself at the first submission when the push gateway denies addresses and asks for a login, so it denies
 * none: a network that nobody else is in keeps others away.
 */
function pushGatewayGroups({ push }: KannelPorts, directory: string): string {
  return `group = wapbox
bearerbox-host = 127.0.0.1
log-file = "${directory}/wapbox.log"
log-level = 0

group = ppg
ppg-url = ${PUSH_PATH}
ppg-port = ${push}
concurrent-pushes = 20
users = 10
trusted-pi = false
service-name = ppg
global-sender = 1234

group = wap-push-user
wap-push-user = ${KANNEL_LOGIN.username}
ppg-username = ${KANNEL_LOGIN.username}
ppg-password = ${KANNEL_LOGIN.password}
allow-ip = "127.0.0.1"
default-smsc = lab
`;
}
