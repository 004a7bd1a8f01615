// Made of docs/openapi.json by `npm run api`. Do not edit.

export interface paths {
    "/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find devices
         * @description Needs the scope `devices:read`.
         */
        get: operations["getDevices"];
        put?: never;
        /**
         * Register a device
         * @description Needs the scope `devices:write`.
         */
        post: operations["postDevices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devices/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how far an import of devices has come
         * @description Needs the scope `devices:read`.
         */
        get: operations["getDevicesImportsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devices/imports/{id}/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was wrong with lines of an import; of very many the first 10,000
         * @description Needs the scope `devices:read`.
         */
        get: operations["getDevicesImportsProblems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a device
         * @description Needs the scope `devices:read`.
         */
        get: operations["getDevicesById"];
        put?: never;
        post?: never;
        /**
         * Retire a device: it is let in no more, its open tasks end, and nothing of it is erased
         * @description Needs the scope `devices:write`.
         */
        delete: operations["deleteDevicesById"];
        options?: never;
        head?: never;
        /**
         * Change what is said of a device; what is left out stays, null takes a fact away
         * @description Needs the scope `devices:write`.
         */
        patch: operations["patchDevicesById"];
        trace?: never;
    };
    "/devices/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what happened to a device, the newest first, and what it was before it was registered again
         * @description Needs the scope `devices:read`.
         */
        get: operations["getDevicesHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devices/{id}/tree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what is known of a device's management tree
         * @description Needs the scope `devices:read`.
         */
        get: operations["getDevicesTree"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devices/{id}/components": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what is known of a device's firmware objects, packages and components, and when it was read
         * @description Needs the scope `devices:read`.
         */
        get: operations["getDevicesComponents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devices/{id}/updates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the ready contents for firmware and software, whether each fits the device, and why not
         * @description Needs the scope `contents:read`.
         */
        get: operations["getDevicesUpdates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devices/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a device's sessions, the newest first
         * @description Needs the scope `devices:read`.
         */
        get: operations["getDevicesSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devices/{deviceId}/sessions/{sessionId}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the messages of a session, decoded, secrets masked, each command with its task
         * @description Needs the scope `devices:read`.
         */
        get: operations["getDevicesSessionsMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devices/{id}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Replace a device's credentials; secrets are never answered
         * @description Needs the scope `devices:credentials`.
         */
        put: operations["putDevicesCredentials"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devices/{id}/wake": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Wake a device now
         * @description Needs the scope `operations:write`.
         */
        post: operations["postDevicesWake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devices/{id}/wake-ups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the pushes to a device and their receipts, the newest first
         * @description Needs the scope `devices:read`.
         */
        get: operations["getDevicesWakeUps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devices/{id}/channels/{kind}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send one Package 0 on one channel and answer what the channel says
         * @description Needs the scope `devices:write`.
         */
        post: operations["postDevicesChannelsTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the channels to devices and how well each reaches which model
         * @description Needs the scope `devices:read`.
         */
        get: operations["getChannels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/device-descriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List descriptions of models
         * @description Needs the scope `devices:read`.
         */
        get: operations["getDeviceDescriptions"];
        put?: never;
        /**
         * Describe what the devices of a model can be asked for (DDF)
         * @description Needs the scope `devices:write`.
         */
        post: operations["postDeviceDescriptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/device-descriptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a description with its document
         * @description Needs the scope `devices:read`.
         */
        get: operations["getDeviceDescriptionsById"];
        put?: never;
        post?: never;
        /**
         * Delete a description; the answer is what it was
         * @description Needs the scope `devices:write`.
         */
        delete: operations["deleteDeviceDescriptionsById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/capabilities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what devices of a model were seen not to know, so that it is not tried again
         * @description Needs the scope `devices:read`.
         */
        get: operations["getCapabilities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/capabilities/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Forget one of them, so that it is tried again; the answer is what it was
         * @description Needs the scope `devices:write`.
         */
        delete: operations["deleteCapabilitiesById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List groups
         * @description Needs the scope `devices:read`.
         */
        get: operations["getGroups"];
        put?: never;
        /**
         * Save a set of devices under a name: a filter, or a list
         * @description Needs the scope `groups:write`.
         */
        post: operations["postGroups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a group; GET /devices?group= gives its devices
         * @description Needs the scope `devices:read`.
         */
        get: operations["getGroupsById"];
        put?: never;
        post?: never;
        /**
         * Delete a group; the answer is what it was
         * @description Needs the scope `groups:write`.
         */
        delete: operations["deleteGroupsById"];
        options?: never;
        head?: never;
        /**
         * Change a group's name, its filter, or which devices are in it
         * @description Needs the scope `groups:write`.
         */
        patch: operations["patchGroupsById"];
        trace?: never;
    };
    "/contents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List contents, the newest first
         * @description Needs the scope `contents:read`.
         */
        get: operations["getContents"];
        put?: never;
        /**
         * Begin to take in a content; the answer says where its octets go, unless the server pulls them
         * @description Needs the scope `contents:write`.
         */
        post: operations["postContents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a content and what was checked of it
         * @description Needs the scope `contents:read`.
         */
        get: operations["getContentsById"];
        put?: never;
        post?: never;
        /**
         * Delete an upload, a rejected or a retired content; the answer is what it was
         * @description Needs the scope `contents:write`.
         */
        delete: operations["deleteContentsById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contents/{id}/retire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a content not be used any more
         * @description Needs the scope `contents:write`.
         */
        post: operations["postContentsRetire"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contents/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a quarantined content be used all the same
         * @description Needs the scope `contents:approve`.
         */
        post: operations["postContentsApprove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contents/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a quarantined content
         * @description Needs the scope `contents:approve`.
         */
        post: operations["postContentsReject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/signing-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List signing keys, the newest first
         * @description Needs the scope `contents:read`.
         */
        get: operations["getSigningKeys"];
        put?: never;
        /**
         * Register a public key whose signatures are believed
         * @description Needs the scope `contents:approve`.
         */
        post: operations["postSigningKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/signing-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a signing key
         * @description Needs the scope `contents:read`.
         */
        get: operations["getSigningKeysById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/signing-keys/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke a signing key; what it signed is quarantined
         * @description Needs the scope `contents:approve`.
         */
        post: operations["postSigningKeysRevoke"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List subscriptions, the newest first
         * @description Needs the scope `events:read`.
         */
        get: operations["getSubscriptions"];
        put?: never;
        /**
         * Push events to an address from now on; the answer shows the secret that signs them, once
         * @description Needs the scope `subscriptions:write`.
         */
        post: operations["postSubscriptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a subscription
         * @description Needs the scope `events:read`.
         */
        get: operations["getSubscriptionsById"];
        put?: never;
        post?: never;
        /**
         * Delete a subscription; the answer is what it was
         * @description Needs the scope `subscriptions:write`.
         */
        delete: operations["deleteSubscriptionsById"];
        options?: never;
        head?: never;
        /**
         * Change where events are pushed to, or which
         * @description Needs the scope `subscriptions:write`.
         */
        patch: operations["patchSubscriptionsById"];
        trace?: never;
    };
    "/subscriptions/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign with a new secret, and with the one until now beside it for a while
         * @description Needs the scope `subscriptions:write`.
         */
        post: operations["postSubscriptionsRotateSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Push nothing until it is resumed
         * @description Needs the scope `subscriptions:write`.
         */
        post: operations["postSubscriptionsPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go on where the push had come to
         * @description Needs the scope `subscriptions:write`.
         */
        post: operations["postSubscriptionsResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test message, once
         * @description Needs the scope `subscriptions:write`.
         */
        post: operations["postSubscriptionsTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{id}/recover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send again what the receiver missed since a time
         * @description Needs the scope `subscriptions:write`.
         */
        post: operations["postSubscriptionsRecover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{id}/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how a push goes
         * @description Needs the scope `events:read`.
         */
        get: operations["getSubscriptionsStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what became of the events, the newest first
         * @description Needs the scope `events:read`.
         */
        get: operations["getSubscriptionsDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{id}/deliveries/{eventId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what became of an event, with its message
         * @description Needs the scope `events:read`.
         */
        get: operations["getSubscriptionsDeliveriesById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{id}/deliveries/{eventId}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an event once more
         * @description Needs the scope `subscriptions:write`.
         */
        post: operations["postSubscriptionsDeliveriesRedeliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List grants, the newest first
         * @description Needs the scope `events:read`.
         */
        get: operations["getGrants"];
        put?: never;
        /**
         * Offer results of yours to another system, or ask another for its results
         * @description Needs the scope `subscriptions:write`.
         */
        post: operations["postGrants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/grants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a grant
         * @description Needs the scope `events:read`.
         */
        get: operations["getGrantsById"];
        put?: never;
        post?: never;
        /**
         * End a grant, or what was only proposed; the answer is what it was
         * @description Needs the scope `subscriptions:write`.
         */
        delete: operations["deleteGrantsById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/grants/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Consent to what the other side has proposed
         * @description Needs the scope `subscriptions:write`.
         */
        post: operations["postGrantsAccept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the audit log, the newest first: what you did, and of an administrator what everybody did
         * @description Needs the scope `audit:read`.
         */
        get: operations["getAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the feed of what happened, from where the last page ended; with `wait`, wait for it
         * @description Needs the scope `events:read`.
         */
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List operations, the newest first
         * @description Needs the scope `operations:read`.
         */
        get: operations["getOperations"];
        put?: never;
        /**
         * Start an operation on devices
         * @description Needs the scope `operations:write`.
         */
        post: operations["postOperations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an operation
         * @description Needs the scope `operations:read`.
         */
        get: operations["getOperationsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve an operation of somebody else that waits for it
         * @description Needs the scope `operations:approve`.
         */
        post: operations["postOperationsApprove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an operation of somebody else that waits for approval back to its maker
         * @description Needs the scope `operations:approve`.
         */
        post: operations["postOperationsReject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/{id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an operation's tasks
         * @description Needs the scope `operations:read`.
         */
        get: operations["getOperationsTasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a task with its steps and result
         * @description Needs the scope `operations:read`.
         */
        get: operations["getTasksById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{id}/trace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the messages that a task was about, decoded, secrets masked
         * @description Needs the scope `operations:read`.
         */
        get: operations["getTasksTrace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get an access token (RFC 6749, client credentials)
         * @description The client authenticates in one way: HTTP Basic, client_id and client_secret, client_assertion (private_key_jwt), or client_id and the certificate of the connection.
         */
        post: operations["issueToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an access token back (RFC 7009)
         * @description The client authenticates in one way: HTTP Basic, client_id and client_secret, client_assertion (private_key_jwt), or client_id and the certificate of the connection.
         */
        post: operations["revokeToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uploads/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where does the upload go on? HEAD is how tus asks */
        get: operations["readUpload"];
        put?: never;
        /** The same where what stands between knows no PATCH */
        post: operations["continueUploadByPost"];
        /** Give an upload up */
        delete: operations["abandonUpload"];
        /** What of tus is spoken */
        options: operations["readUploadProtocol"];
        head?: never;
        /**
         * Send octets of a content, from where the upload ended (tus 1.0)
         * @description The address is the permission: no token is asked for. It is in `upload.url` of the content.
         */
        patch: operations["continueUpload"];
        trace?: never;
    };
    "/devices/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register the devices of a CSV file; lines whose device is there already change nothing
         * @description Needs the scope `devices:write`. The first line names the columns: `devId`, and any of `manufacturer`, `model`, `msisdn`, `imsi`, `timeZone`, `tags`, `channels` (both parted by `;`, a channel is `kind` or `kind=address`), `clientType`, `clientUsername`, `clientSecret`, `clientThumbprint`, `serverType`, `serverName`, `serverSecret`. At most 5,000,000 lines and 512 MiB.
         */
        post: operations["postDevicesImports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who am I, and what may I do? */
        get: operations["readMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys that events are signed with; at the origin too */
        get: operations["readSigningKeysOfEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["readOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            /** @enum {string} */
            type: "urn:dmwsi:problem:invalid-request" | "urn:dmwsi:problem:invalid-field" | "urn:dmwsi:problem:unauthenticated" | "urn:dmwsi:problem:insufficient-scope" | "urn:dmwsi:problem:not-found" | "urn:dmwsi:problem:conflict" | "urn:dmwsi:problem:state-conflict" | "urn:dmwsi:problem:content-not-ready" | "urn:dmwsi:problem:cursor-expired" | "urn:dmwsi:problem:precondition-failed" | "urn:dmwsi:problem:idempotency-key-required" | "urn:dmwsi:problem:idempotency-key-reused" | "urn:dmwsi:problem:idempotency-in-progress" | "urn:dmwsi:problem:too-large" | "urn:dmwsi:problem:unsupported-media-type" | "urn:dmwsi:problem:rate-limited" | "urn:dmwsi:problem:quota-exceeded" | "urn:dmwsi:problem:storage-full" | "urn:dmwsi:problem:unavailable" | "urn:dmwsi:problem:internal";
            title: string;
            status: number;
            detail: string;
            instance: string;
            errors?: {
                pointer: string;
                code: string;
                detail: string;
            }[];
        };
        DeviceDiscoverParams: {
            /** @default 500 */
            nodesMax?: number;
            /** @default 16 */
            depthMax?: number;
            /** @default true */
            lists?: boolean;
        };
        DeviceDiscoverResult: {
            /** @enum {string} */
            how: "StructData" | "Struct" | "TNDS" | "walk";
            nodes: number;
            truncated: boolean;
            facts: {
                devId?: string;
                manufacturer?: string;
                model?: string;
                dmVersion?: string;
                language?: string;
                deviceType?: string;
                oem?: string;
                firmware?: string;
                software?: string;
                hardware?: string;
                largeObjects?: string;
            };
        };
        ParameterGetParams: {
            uris: string[];
        };
        ParameterGetResult: {
            values: {
                uri: string;
                status: number;
                format: string | null;
                type: string | null;
                value: string | null;
            }[];
        };
        ParameterSetParams: {
            values: {
                uri: string;
                value: string;
                /** @enum {string} */
                format?: "b64" | "bin" | "bool" | "chr" | "int" | "null" | "xml" | "date" | "time" | "float";
                type?: string;
            }[];
            force?: boolean;
            atomic?: boolean;
        };
        ParameterSetResult: {
            values: {
                uri: string;
                status: number | null;
                before: string | null;
                after: string | null;
                /** @enum {string|null} */
                undone?: "device" | "server" | "failed" | null;
            }[];
            atomic?: {
                /** @enum {string} */
                by: "device" | "server";
                status: number | null;
            };
        };
        ParameterAddParams: {
            nodes?: {
                uri: string;
                /** @enum {string} */
                format?: "b64" | "bin" | "bool" | "chr" | "int" | "null" | "xml" | "date" | "time" | "float" | "node";
                type?: string;
                value?: string;
            }[];
            tnds?: string;
            uri?: string;
            atomic?: boolean;
            force?: boolean;
        };
        ParameterAddResult: {
            treeStatus: number | null;
            values: {
                uri: string;
                status: number | null;
                after: string | null;
                /** @enum {string|null} */
                undone?: "device" | "server" | "failed" | null;
            }[];
            atomic?: {
                /** @enum {string} */
                by: "device" | "server";
                status: number | null;
            };
        };
        ParameterDeleteParams: {
            uris: string[];
            atomic?: boolean;
        };
        ParameterDeleteResult: {
            values: {
                uri: string;
                status: number | null;
                gone: boolean | null;
                /** @enum {string|null} */
                undone?: "device" | "server" | "failed" | null;
            }[];
            atomic?: {
                /** @enum {string} */
                by: "device" | "server";
                status: number | null;
            };
        };
        ParameterCopyParams: {
            copies: {
                from: string;
                to: string;
            }[];
        };
        ParameterCopyResult: {
            values: {
                from: string;
                uri: string;
                /** @enum {string} */
                how: "copy" | "add";
                status: number;
                original: string | null;
                after: string | null;
            }[];
        };
        NodeExecuteParams: {
            uri: string;
            data?: string;
            /** @enum {string} */
            format?: "b64" | "bin" | "bool" | "chr" | "int" | "null" | "xml" | "date" | "time" | "float";
            type?: string;
            wait?: {
                source?: string;
                withinSeconds: number;
            };
        };
        NodeExecuteResult: {
            status: number;
            meaning: string;
            alert: {
                type: string;
                format: string | null;
                mark: string | null;
                source: string | null;
                data: string;
            } | null;
        };
        ScriptRunParams: {
            commands: (({
                /** @enum {string} */
                command: "Get";
                uri: string;
            } | {
                /** @enum {string} */
                command: "Add";
                uri: string;
                /**
                 * @default chr
                 * @enum {string}
                 */
                format?: "b64" | "bin" | "bool" | "chr" | "int" | "null" | "xml" | "date" | "time" | "float" | "node";
                type?: string;
                /** @default  */
                value?: string;
            } | {
                /** @enum {string} */
                command: "Replace";
                uri: string;
                /**
                 * @default chr
                 * @enum {string}
                 */
                format?: "b64" | "bin" | "bool" | "chr" | "int" | "null" | "xml" | "date" | "time" | "float" | "node";
                type?: string;
                /** @default  */
                value?: string;
            } | {
                /** @enum {string} */
                command: "Delete";
                uri: string;
            } | {
                /** @enum {string} */
                command: "Copy";
                from: string;
                uri: string;
            } | {
                /** @enum {string} */
                command: "Exec";
                uri: string;
                /** @enum {string} */
                format?: "b64" | "bin" | "bool" | "chr" | "int" | "null" | "xml" | "date" | "time" | "float" | "node";
                type?: string;
                value?: string;
            }) | {
                /** @enum {string} */
                command: "Alert";
                question: {
                    /** @enum {string} */
                    kind: "show";
                    text: string;
                    minSeconds?: number;
                    maxSeconds?: number;
                } | {
                    /** @enum {string} */
                    kind: "confirm";
                    text: string;
                    minSeconds?: number;
                    maxSeconds?: number;
                    default?: boolean;
                } | {
                    /** @enum {string} */
                    kind: "enter";
                    text: string;
                    minSeconds?: number;
                    maxSeconds?: number;
                    /** @enum {string} */
                    input?: "text" | "number" | "date" | "time" | "phone" | "ip";
                    charactersMax?: number;
                    hidden?: boolean;
                    default?: string;
                } | {
                    /** @enum {string} */
                    kind: "choose";
                    text: string;
                    minSeconds?: number;
                    maxSeconds?: number;
                    choices: string[];
                    default?: number;
                } | {
                    /** @enum {string} */
                    kind: "choose_several";
                    text: string;
                    minSeconds?: number;
                    maxSeconds?: number;
                    choices: string[];
                    default?: number[];
                };
            } | ({
                /** @enum {string} */
                command: "Sequence";
                commands: (({
                    /** @enum {string} */
                    command: "Get";
                    uri: string;
                } | {
                    /** @enum {string} */
                    command: "Add";
                    uri: string;
                    /**
                     * @default chr
                     * @enum {string}
                     */
                    format?: "b64" | "bin" | "bool" | "chr" | "int" | "null" | "xml" | "date" | "time" | "float" | "node";
                    type?: string;
                    /** @default  */
                    value?: string;
                } | {
                    /** @enum {string} */
                    command: "Replace";
                    uri: string;
                    /**
                     * @default chr
                     * @enum {string}
                     */
                    format?: "b64" | "bin" | "bool" | "chr" | "int" | "null" | "xml" | "date" | "time" | "float" | "node";
                    type?: string;
                    /** @default  */
                    value?: string;
                } | {
                    /** @enum {string} */
                    command: "Delete";
                    uri: string;
                } | {
                    /** @enum {string} */
                    command: "Copy";
                    from: string;
                    uri: string;
                } | {
                    /** @enum {string} */
                    command: "Exec";
                    uri: string;
                    /** @enum {string} */
                    format?: "b64" | "bin" | "bool" | "chr" | "int" | "null" | "xml" | "date" | "time" | "float" | "node";
                    type?: string;
                    value?: string;
                }) | {
                    /** @enum {string} */
                    command: "Alert";
                    question: {
                        /** @enum {string} */
                        kind: "show";
                        text: string;
                        minSeconds?: number;
                        maxSeconds?: number;
                    } | {
                        /** @enum {string} */
                        kind: "confirm";
                        text: string;
                        minSeconds?: number;
                        maxSeconds?: number;
                        default?: boolean;
                    } | {
                        /** @enum {string} */
                        kind: "enter";
                        text: string;
                        minSeconds?: number;
                        maxSeconds?: number;
                        /** @enum {string} */
                        input?: "text" | "number" | "date" | "time" | "phone" | "ip";
                        charactersMax?: number;
                        hidden?: boolean;
                        default?: string;
                    } | {
                        /** @enum {string} */
                        kind: "choose";
                        text: string;
                        minSeconds?: number;
                        maxSeconds?: number;
                        choices: string[];
                        default?: number;
                    } | {
                        /** @enum {string} */
                        kind: "choose_several";
                        text: string;
                        minSeconds?: number;
                        maxSeconds?: number;
                        choices: string[];
                        default?: number[];
                    };
                })[];
            } | {
                /** @enum {string} */
                command: "Atomic";
                commands: (({
                    /** @enum {string} */
                    command: "Get";
                    uri: string;
                } | {
                    /** @enum {string} */
                    command: "Add";
                    uri: string;
                    /**
                     * @default chr
                     * @enum {string}
                     */
                    format?: "b64" | "bin" | "bool" | "chr" | "int" | "null" | "xml" | "date" | "time" | "float" | "node";
                    type?: string;
                    /** @default  */
                    value?: string;
                } | {
                    /** @enum {string} */
                    command: "Replace";
                    uri: string;
                    /**
                     * @default chr
                     * @enum {string}
                     */
                    format?: "b64" | "bin" | "bool" | "chr" | "int" | "null" | "xml" | "date" | "time" | "float" | "node";
                    type?: string;
                    /** @default  */
                    value?: string;
                } | {
                    /** @enum {string} */
                    command: "Delete";
                    uri: string;
                } | {
                    /** @enum {string} */
                    command: "Copy";
                    from: string;
                    uri: string;
                } | {
                    /** @enum {string} */
                    command: "Exec";
                    uri: string;
                    /** @enum {string} */
                    format?: "b64" | "bin" | "bool" | "chr" | "int" | "null" | "xml" | "date" | "time" | "float" | "node";
                    type?: string;
                    value?: string;
                }) | {
                    /** @enum {string} */
                    command: "Alert";
                    question: {
                        /** @enum {string} */
                        kind: "show";
                        text: string;
                        minSeconds?: number;
                        maxSeconds?: number;
                    } | {
                        /** @enum {string} */
                        kind: "confirm";
                        text: string;
                        minSeconds?: number;
                        maxSeconds?: number;
                        default?: boolean;
                    } | {
                        /** @enum {string} */
                        kind: "enter";
                        text: string;
                        minSeconds?: number;
                        maxSeconds?: number;
                        /** @enum {string} */
                        input?: "text" | "number" | "date" | "time" | "phone" | "ip";
                        charactersMax?: number;
                        hidden?: boolean;
                        default?: string;
                    } | {
                        /** @enum {string} */
                        kind: "choose";
                        text: string;
                        minSeconds?: number;
                        maxSeconds?: number;
                        choices: string[];
                        default?: number;
                    } | {
                        /** @enum {string} */
                        kind: "choose_several";
                        text: string;
                        minSeconds?: number;
                        maxSeconds?: number;
                        choices: string[];
                        default?: number[];
                    };
                })[];
            }))[];
            /**
             * @default stop
             * @enum {string}
             */
            onRefusal?: "stop" | "continue";
            force?: boolean;
        };
        ScriptRunResult: {
            steps: {
                command: string;
                uri: string | null;
                /** @enum {string|null} */
                within: "Atomic" | "Sequence" | null;
                status: number | null;
                meaning: string;
                nodes: {
                    uri: string;
                    format: string;
                    type: string | null;
                    value: string;
                }[];
                truncated: boolean;
                reply?: {
                    /** @enum {string} */
                    outcome: "answered" | "declined" | "cancelled" | "timed_out" | "not_shown" | "unknown";
                    text: string | null;
                    choices: number[];
                };
                /** @enum {string} */
                by?: "server" | "nobody";
                /** @enum {string|null} */
                undone?: "device" | "server" | "failed" | null;
            }[];
        };
        BootstrapSendParams: {
            /**
             * @default cp
             * @enum {string}
             */
            profile?: "cp" | "dm";
            /**
             * @default netwpin
             * @enum {string}
             */
            security?: "netwpin" | "userpin" | "usernetwpin";
            pin?: string;
            channel?: string;
            /** @default 86400 */
            withinSeconds?: number;
        };
        BootstrapSendResult: {
            /** @enum {string} */
            profile: "cp" | "dm";
            channels: string[];
            sends: number;
        };
        FirmwareUpdateParams: {
            content: string;
            root?: string;
            /** @enum {string} */
            profile?: "general" | "vehicle" | "samsung" | "verizon" | "symbian" | "gateway";
            /** @default false */
            override?: boolean;
            /** @default {} */
            timeouts?: {
                /** @default 86400 */
                downloadSeconds?: number;
                /** @default 86400 */
                installSeconds?: number;
                /** @default 3600 */
                verifySeconds?: number;
            };
            /** @enum {string} */
            flow?: "downloadAndUpdate" | "staged" | "largeObject";
            /**
             * @default descriptor
             * @enum {string}
             */
            link?: "descriptor" | "package";
            ask?: {
                text: string;
                maxSeconds?: number;
            };
        };
        FirmwareUpdateResult: {
            code: number | null;
            meaning: string;
            fromVersion: string | null;
            toVersion: string | null;
            verified: boolean;
            seenVersion: string | null;
            state: number | null;
            stateMeaning: string | null;
            detail: string;
        };
        FirmwareDownloadParams: {
            content: string;
            root?: string;
            /** @enum {string} */
            profile?: "general" | "vehicle" | "samsung" | "verizon" | "symbian" | "gateway";
            /** @default false */
            override?: boolean;
            /** @default {} */
            timeouts?: {
                /** @default 86400 */
                downloadSeconds?: number;
                /** @default 86400 */
                installSeconds?: number;
                /** @default 3600 */
                verifySeconds?: number;
            };
            /**
             * @default descriptor
             * @enum {string}
             */
            link?: "descriptor" | "package";
        };
        FirmwareInstallParams: {
            content: string;
            root?: string;
            /** @enum {string} */
            profile?: "general" | "vehicle" | "samsung" | "verizon" | "symbian" | "gateway";
            /** @default false */
            override?: boolean;
            /** @default {} */
            timeouts?: {
                /** @default 86400 */
                downloadSeconds?: number;
                /** @default 86400 */
                installSeconds?: number;
                /** @default 3600 */
                verifySeconds?: number;
            };
            ask?: {
                text: string;
                maxSeconds?: number;
            };
        };
        SoftwareInventoryParams: {
            root?: string;
            /** @enum {string} */
            profile?: "general" | "mediatek" | "verizon";
        };
        SoftwareInventoryResult: {
            software: {
                root: string;
                delivered: {
                    uri: string;
                    componentId: string | null;
                    packageId: string | null;
                    name: string | null;
                    version: string | null;
                    description: string | null;
                    environment: string | null;
                    state: number | null;
                    stateMeaning: string | null;
                    status: number | null;
                    statusMeaning: string | null;
                    operations: string[] | null;
                }[];
                deployed: {
                    uri: string;
                    componentId: string | null;
                    packageId: string | null;
                    name: string | null;
                    version: string | null;
                    description: string | null;
                    environment: string | null;
                    state: number | null;
                    stateMeaning: string | null;
                    status: number | null;
                    statusMeaning: string | null;
                    operations: string[] | null;
                }[];
                truncated: boolean;
            }[];
            firmware: {
                root: string;
                pkgName: string | null;
                pkgVersion: string | null;
                state: number | null;
                stateMeaning: string | null;
            }[];
        };
        SoftwareInstallParams: {
            root?: string;
            /** @enum {string} */
            profile?: "general" | "mediatek" | "verizon";
            content: string;
            component?: string;
            packageId?: string;
            /** @default true */
            active?: boolean;
            /**
             * @default downloadInstall
             * @enum {string}
             */
            flow?: "downloadInstall" | "staged";
            /**
             * @default descriptor
             * @enum {string}
             */
            link?: "descriptor" | "package";
            /** @default false */
            override?: boolean;
            /** @default {} */
            timeouts?: {
                /** @default 86400 */
                downloadSeconds?: number;
                /** @default 86400 */
                installSeconds?: number;
                /** @default 3600 */
                verifySeconds?: number;
            };
        };
        SoftwareInstallResult: {
            code: number | null;
            meaning: string;
            fromVersion: string | null;
            toVersion: string | null;
            verified: boolean;
            item: {
                uri: string;
                componentId: string | null;
                packageId: string | null;
                name: string | null;
                version: string | null;
                description: string | null;
                environment: string | null;
                state: number | null;
                stateMeaning: string | null;
                status: number | null;
                statusMeaning: string | null;
                operations: string[] | null;
            } | null;
            detail: string;
        };
        SoftwareRemoveParams: {
            root?: string;
            /** @enum {string} */
            profile?: "general" | "mediatek" | "verizon";
            component: string;
            /** @default {} */
            timeouts?: {
                /** @default 86400 */
                reportSeconds?: number;
                /** @default 3600 */
                verifySeconds?: number;
            };
            /**
             * @default deployed
             * @enum {string}
             */
            list?: "deployed" | "delivered";
        };
        SoftwareActivateParams: {
            root?: string;
            /** @enum {string} */
            profile?: "general" | "mediatek" | "verizon";
            component: string;
            /** @default {} */
            timeouts?: {
                /** @default 86400 */
                reportSeconds?: number;
                /** @default 3600 */
                verifySeconds?: number;
            };
        };
        Device: {
            id: string;
            devId: string;
            manufacturer: string | null;
            model: string | null;
            firmware: string | null;
            software: string | null;
            hardware: string | null;
            language: string | null;
            dmVersion: string | null;
            msisdn: string | null;
            imsi: string | null;
            timeZone: string | null;
            tags: string[];
            channels: {
                kind: string;
                address: string | null;
            }[];
            optOut: boolean;
            contact: {
                /** @enum {string} */
                state: "on_time" | "overdue" | "never" | "rejected" | "in_session" | "collision" | "retired";
                /** Format: date-time */
                lastContactAt: string | null;
            };
            /** Format: date-time */
            registeredAt: string;
            /** Format: date-time */
            retiredAt: string | null;
            life: number;
            revision: number;
        };
        DeviceRegistration: {
            devId: string;
            manufacturer?: string;
            model?: string;
            msisdn?: string;
            imsi?: string;
            timeZone?: string;
            /** @default [] */
            tags?: string[];
            credentials?: {
                client?: {
                    /** @enum {string} */
                    type: "none" | "basic" | "md5" | "mac" | "certificate";
                    username?: string;
                    secret?: string;
                    thumbprint?: string;
                    allowEmptyNonce?: boolean;
                    allowResync?: boolean;
                };
                server?: {
                    /** @enum {string} */
                    type: "none" | "basic" | "md5" | "mac";
                    name?: string;
                    secret?: string;
                };
            };
            /** @default [] */
            channels?: {
                /** @enum {string} */
                kind: "sim-http" | "udp" | "smpp" | "http-sms" | "pap";
                address?: string;
            }[];
        };
        DeviceDescription: {
            id: string;
            manufacturer: string;
            model: string;
            firmwarePrefix: string;
            nodes: number;
            problems: {
                code: string;
                uri: string;
                detail: string;
            }[];
            /** Format: date-time */
            createdAt: string;
        };
        DeviceDescriptionInput: {
            manufacturer?: string;
            model?: string;
            /** @default  */
            firmwarePrefix?: string;
            document: string;
        };
        DeviceDescriptionWithDocument: {
            id: string;
            manufacturer: string;
            model: string;
            firmwarePrefix: string;
            nodes: number;
            problems: {
                code: string;
                uri: string;
                detail: string;
            }[];
            /** Format: date-time */
            createdAt: string;
            document: string;
        };
        Operation: {
            id: string;
            kind: string;
            /** @enum {string} */
            state: "draft" | "awaiting_approval" | "scheduled" | "running" | "paused" | "completed" | "cancelled" | "stopped";
            params?: unknown;
            target?: unknown;
            priority: number;
            counts: {
                total: number;
                scheduled: number;
                queued: number;
                notified: number;
                inSession: number;
                waitingDevice: number;
                succeeded: number;
                unconfirmed: number;
                failed: number;
                cancelled: number;
                expired: number;
            };
            /** Format: date-time */
            createdAt: string;
            createdBy: {
                kind: string;
                id: string;
                name: string;
            };
            /** Format: date-time */
            startAt: string | null;
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: date-time */
            completedAt: string | null;
            approval: {
                /** @enum {string} */
                cause: "asked" | "destructive_ceiling";
                /** @enum {string|null} */
                decision: "approved" | "rejected" | null;
                by: {
                    id: string;
                    name: string;
                } | null;
                reason: string | null;
                /** Format: date-time */
                at: string | null;
            } | null;
            reference: string | null;
            delivery: {
                /** @enum {string} */
                detail: "status" | "result" | "full";
                recipients: {
                    id: string;
                    /** @enum {string} */
                    state: "active" | "revoked";
                }[];
            } | null;
            revision: number;
        };
        OperationStart: {
            /** @enum {string} */
            kind: "device.discover" | "parameter.get" | "parameter.set" | "parameter.add" | "parameter.delete" | "parameter.copy" | "node.execute" | "script.run" | "bootstrap.send" | "firmware.update" | "firmware.download" | "firmware.install" | "software.inventory" | "software.install" | "software.update" | "software.remove" | "software.activate" | "software.deactivate";
            /** @description As the kind wants it. */
            params: components["schemas"]["DeviceDiscoverParams"] | components["schemas"]["ParameterGetParams"] | components["schemas"]["ParameterSetParams"] | components["schemas"]["ParameterAddParams"] | components["schemas"]["ParameterDeleteParams"] | components["schemas"]["ParameterCopyParams"] | components["schemas"]["NodeExecuteParams"] | components["schemas"]["ScriptRunParams"] | components["schemas"]["BootstrapSendParams"] | components["schemas"]["FirmwareUpdateParams"] | components["schemas"]["FirmwareDownloadParams"] | components["schemas"]["FirmwareInstallParams"] | components["schemas"]["SoftwareInventoryParams"] | components["schemas"]["SoftwareInstallParams"] | components["schemas"]["SoftwareRemoveParams"] | components["schemas"]["SoftwareActivateParams"];
            target: {
                devices: string[];
            } | {
                group: string;
            } | {
                filter: string;
            };
            retry?: {
                /** @default 3 */
                attempts?: number;
                /** @default PT5M */
                backoff?: string;
            };
            schedule?: {
                /**
                 * Format: date-time
                 * @default null
                 */
                startAt?: string | null;
            };
            /** Format: date-time */
            expiresAt?: string | null;
            /** @default 5 */
            priority?: number;
            /** @default false */
            approval?: boolean;
            reference?: string;
            delivery?: {
                recipients: string[];
                /**
                 * @default result
                 * @enum {string}
                 */
                detail?: "status" | "result" | "full";
            };
        };
        Task: {
            id: string;
            operationId: string;
            kind: string;
            deviceId: string;
            devId: string;
            /** @enum {string} */
            state: "scheduled" | "queued" | "notified" | "in_session" | "waiting_device" | "succeeded" | "failed" | "cancelled" | "expired";
            /** @enum {string|null} */
            outcome: "acknowledged" | "verified" | "refused" | "error" | "unconfirmed" | null;
            reason: {
                code: string;
                text: string;
                /** Format: date-time */
                since: string;
                /** Format: date-time */
                nextAttemptAt: string | null;
                liftedBy: string | null;
            } | null;
            attempt: number;
            steps: {
                command: string;
                uri: string;
                status: number | null;
                meaning: string;
            }[];
            downloads: {
                contentId: string;
                name: string;
                size: number;
                reached: number;
                sent: number;
                requests: number;
                /** Format: date-time */
                startedAt: string | null;
                /** Format: date-time */
                lastAt: string | null;
                /** Format: date-time */
                expiresAt: string;
                report: {
                    code: number;
                    text: string;
                    /** Format: date-time */
                    at: string;
                } | null;
            }[];
            /** @description As the kind gives it; null until there is one. */
            result: components["schemas"]["DeviceDiscoverResult"] | components["schemas"]["ParameterGetResult"] | components["schemas"]["ParameterSetResult"] | components["schemas"]["ParameterAddResult"] | components["schemas"]["ParameterDeleteResult"] | components["schemas"]["ParameterCopyResult"] | components["schemas"]["NodeExecuteResult"] | components["schemas"]["ScriptRunResult"] | components["schemas"]["BootstrapSendResult"] | components["schemas"]["FirmwareUpdateResult"] | components["schemas"]["SoftwareInventoryResult"] | components["schemas"]["SoftwareInstallResult"] | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            finishedAt: string | null;
        };
        Token: {
            access_token: string;
            /** @enum {string} */
            token_type: "Bearer";
            expires_in: number;
            scope: string;
        };
        TokenError: {
            /** @enum {string} */
            error: "invalid_request" | "invalid_client" | "invalid_scope" | "unsupported_grant_type";
            error_description: string;
        };
        Me: {
            id: string;
            /** @enum {string} */
            kind: "system" | "user" | "internal";
            name: string;
            /** @enum {string} */
            environment: "live" | "sandbox";
            scopes: ("operations:read" | "operations:write" | "operations:firmware" | "operations:destructive" | "operations:approve" | "devices:read" | "devices:write" | "devices:credentials" | "groups:write" | "systems:write" | "users:write" | "audit:read" | "contents:read" | "contents:write" | "contents:approve" | "events:read" | "subscriptions:write")[];
            limits: {
                bodyOctets: number;
                nestingLevels: number;
                keysPerObject: number;
                inlineDevices: number;
                pageRows: number;
            };
        };
    };
    responses: {
        /** @description `urn:dmwsi:problem:idempotency-key-required`: This client has to send an Idempotency-Key. `urn:dmwsi:problem:invalid-request`: The request cannot be understood. */
        IdempotencyKeyRequiredOrInvalidRequest: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `urn:dmwsi:problem:unauthenticated`: No valid access token. */
        Unauthenticated: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `urn:dmwsi:problem:insufficient-scope`: The access token does not allow this. */
        InsufficientScope: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `urn:dmwsi:problem:rate-limited`: Too many requests. */
        RateLimited: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `urn:dmwsi:problem:unavailable`: Not available now. */
        Unavailable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `urn:dmwsi:problem:internal`: A fault of the server's own. */
        Internal: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `urn:dmwsi:problem:idempotency-key-reused`: The Idempotency-Key was used for another request. `urn:dmwsi:problem:invalid-field`: A field of the body is not right. */
        IdempotencyKeyReusedOrInvalidField: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `urn:dmwsi:problem:conflict`: It exists already. `urn:dmwsi:problem:idempotency-in-progress`: The first request with this Idempotency-Key is still running. `urn:dmwsi:problem:state-conflict`: Not in this state. */
        ConflictOrIdempotencyInProgressOrStateConflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `urn:dmwsi:problem:too-large`: The body is too large. */
        TooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `urn:dmwsi:problem:unsupported-media-type`: The body is of a type that is not read here. */
        UnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `urn:dmwsi:problem:invalid-request`: The request cannot be understood. */
        InvalidRequest: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `urn:dmwsi:problem:quota-exceeded`: A limit is reached. `urn:dmwsi:problem:rate-limited`: Too many requests. */
        QuotaExceededOrRateLimited: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `urn:dmwsi:problem:not-found`: Not found. */
        NotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `urn:dmwsi:problem:idempotency-in-progress`: The first request with this Idempotency-Key is still running. `urn:dmwsi:problem:state-conflict`: Not in this state. */
        IdempotencyInProgressOrStateConflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `urn:dmwsi:problem:precondition-failed`: It was changed since it was read. */
        PreconditionFailed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `urn:dmwsi:problem:state-conflict`: Not in this state. */
        StateConflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `urn:dmwsi:problem:conflict`: It exists already. `urn:dmwsi:problem:idempotency-in-progress`: The first request with this Idempotency-Key is still running. */
        ConflictOrIdempotencyInProgress: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `urn:dmwsi:problem:idempotency-in-progress`: The first request with this Idempotency-Key is still running. */
        IdempotencyInProgress: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `urn:dmwsi:problem:cursor-expired`: The events behind the cursor are not kept. */
        CursorExpired: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `urn:dmwsi:problem:storage-full`: No room for more octets. */
        StorageFull: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Id of this request, for questions about it. */
        "X-Request-Id": string;
        /** @description How often this credential may ask: `q` requests at once, `w` s for all. */
        "RateLimit-Policy": string;
        /** @description What is left of it: `r` requests now, all of them in `t` seconds. */
        RateLimit: string;
        /** @description Seconds to wait. */
        "Retry-After": string;
        /** @description What is missing (RFC 6750). */
        "WWW-Authenticate": string;
        /** @description `true` on an answer that is given again for the same key. */
        "Idempotency-Replayed": string;
        /** @description URL of what was made. */
        Location: string;
        /** @description The revision of what is answered; `If-Match` gives it back. */
        ETag: string;
        /** @description Octets of the upload that are safe. */
        "Upload-Offset": string;
        /** @description The version of tus that is spoken: 1.0.0. */
        "Tus-Resumable": string;
        /** @description URL of the next page, with `rel="next"`; absent on the last. */
        Link: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getDevices: {
        parameters: {
            query?: {
                /** @description How many items the page has at most. */
                limit?: number;
                /** @description `next` of the page before, with the same filters. */
                cursor?: string;
                /** @description The device's own name for itself. */
                devId?: string;
                /** @description The number, digits alone. */
                msisdn?: string;
                /** @description The subscriber's IMSI. */
                imsi?: string;
                /** @description As the device says it (`./DevInfo/Man`). */
                manufacturer?: string;
                /** @description As the device says it (`./DevInfo/Mod`). */
                model?: string;
                /** @description As the device says it (`./DevDetail/FwV`). */
                firmware?: string;
                /** @description Devices that have this tag. */
                tag?: string;
                /** @description Devices that were seen, but not since then. */
                lastContactBefore?: string;
                /** @description Devices that are in this group: `grp_...`. */
                group?: string;
                /** @description An expression of the filter language, such as `model = "R5" and not tag = "pilot"`. */
                filter?: string;
                /** @description Free text: begins or ends a DevId or MSISDN, or is in a model. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Device"][];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["QuotaExceededOrRateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postDevices: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeviceRegistration"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Location: components["headers"]["Location"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"];
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            409: components["responses"]["ConflictOrIdempotencyInProgressOrStateConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDevicesImportsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @enum {string} */
                        state: "uploading" | "running" | "done" | "failed";
                        octets: number;
                        lines: number;
                        registered: number;
                        existing: number;
                        refused: number;
                        problem: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        endedAt: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDevicesImportsProblems: {
        parameters: {
            query?: {
                /** @description How many items the page has at most. */
                limit?: number;
                /** @description `next` of the page before, with the same filters. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            line: number;
                            field: string;
                            code: string;
                            detail: string;
                        }[];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDevicesById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteDevicesById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what was read: nothing is changed when it is another one now. */
                "If-Match"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["StateConflict"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patchDevicesById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what was read: nothing is changed when it is another one now. */
                "If-Match"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    revision?: number;
                    manufacturer?: string | null;
                    model?: string | null;
                    msisdn?: string | null;
                    imsi?: string | null;
                    timeZone?: string | null;
                    tags?: string[];
                    channels?: {
                        /** @enum {string} */
                        kind: "sim-http" | "udp" | "smpp" | "http-sms" | "pap";
                        address?: string;
                    }[];
                    optOut?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDevicesHistory: {
        parameters: {
            query?: {
                /** @description How many items the page has at most. */
                limit?: number;
                /** @description `next` of the page before, with the same filters. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            seq: number;
                            /** Format: date-time */
                            at: string;
                            type: string;
                            operationId: string | null;
                            taskId: string | null;
                            kind: string | null;
                            reason: string | null;
                            data?: unknown;
                        }[];
                        next: string | null;
                        previousLives: {
                            life: number;
                            /** Format: date-time */
                            registeredAt: string;
                            /** Format: date-time */
                            retiredAt: string;
                            facts: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDevicesTree: {
        parameters: {
            query?: {
                /** @description The node to begin at. */
                uri?: string;
                /** @description How many levels below it. */
                depth?: number;
                /** @description Gives the same in another form. */
                format?: "tnds";
            };
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            uri: string;
                            format: string;
                            type: string | null;
                            value: string | null;
                            size: number | null;
                            acl: string | null;
                            children: string[] | null;
                            /** Format: date-time */
                            readAt: string;
                            title: string | null;
                            description: string | null;
                        }[];
                        /** @description As much is kept of the device's tree as may be: it may have nodes that are not shown anywhere. */
                        truncated: boolean;
                    };
                    "application/vnd.syncml.dmtnds+xml": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDevicesComponents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        firmware: {
                            root: string;
                            pkgName: string | null;
                            pkgVersion: string | null;
                            state: number | null;
                            stateMeaning: string | null;
                            /** Format: date-time */
                            readAt: string;
                        }[];
                        delivered: {
                            uri: string;
                            packageId: string | null;
                            name: string | null;
                            description: string | null;
                            environment: string | null;
                            status: number | null;
                            statusMeaning: string | null;
                            state: number | null;
                            stateMeaning: string | null;
                            /** Format: date-time */
                            readAt: string;
                        }[];
                        deployed: {
                            componentId: string | null;
                            version: string | null;
                            uri: string;
                            packageId: string | null;
                            name: string | null;
                            description: string | null;
                            environment: string | null;
                            status: number | null;
                            statusMeaning: string | null;
                            state: number | null;
                            stateMeaning: string | null;
                            /** Format: date-time */
                            readAt: string;
                        }[];
                        truncated: boolean;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDevicesUpdates: {
        parameters: {
            query?: {
                /** @description How many items the page has at most. */
                limit?: number;
                /** @description `next` of the page before, with the same filters. */
                cursor?: string;
                /** @description The kind. */
                kind?: "firmware" | "software";
            };
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            content: {
                                id: string;
                                /** @enum {string} */
                                kind: "firmware" | "software" | "configuration" | "deviceList";
                                name: string;
                                version: string | null;
                                fromVersions: string[] | null;
                                manufacturer: string | null;
                                models: string[] | null;
                                size: number;
                            };
                            has: string | null;
                            fits: boolean;
                            reason: {
                                /** @enum {string} */
                                code: "content_unfit" | "already_there" | "downgrade";
                                text: string;
                            } | null;
                        }[];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDevicesSessions: {
        parameters: {
            query?: {
                /** @description How many items the page has at most. */
                limit?: number;
                /** @description `next` of the page before, with the same filters. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            /** Format: date-time */
                            startedAt: string;
                            /** Format: date-time */
                            endedAt: string | null;
                            messages: number;
                            outcome: string;
                        }[];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDevicesSessionsMessages: {
        parameters: {
            query?: {
                /** @description Gives the same in another form. */
                format?: "recorded";
            };
            header?: never;
            path: {
                /** @description The device's id. */
                deviceId: string;
                /** @description The session's id. */
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            sessionId: string;
                            /** Format: date-time */
                            at: string;
                            msgNo: number;
                            /** @enum {string} */
                            direction: "device" | "server";
                            octets: number;
                            /** @enum {string} */
                            encoding: "wbxml" | "xml";
                            xml: string;
                            isCut: boolean;
                            commands: {
                                cmdId: string;
                                name: string;
                                taskId: string;
                                operationId: string;
                                kind: string;
                                createdBy: {
                                    kind: string;
                                    id: string;
                                    name: string;
                                };
                            }[];
                        }[];
                    };
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["StateConflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    putDevicesCredentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    client?: {
                        /** @enum {string} */
                        type: "none" | "basic" | "md5" | "mac" | "certificate";
                        username?: string;
                        secret?: string;
                        thumbprint?: string;
                        allowEmptyNonce?: boolean;
                        allowResync?: boolean;
                    };
                    server?: {
                        /** @enum {string} */
                        type: "none" | "basic" | "md5" | "mac";
                        name?: string;
                        secret?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            side: string;
                            type: string;
                            name: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postDevicesWake: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Accepted: it goes on after this answer. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        deviceId: string;
                        /** Format: date-time */
                        dueAt: string | null;
                    };
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDevicesWakeUps: {
        parameters: {
            query?: {
                /** @description How many items the page has at most. */
                limit?: number;
                /** @description `next` of the page before, with the same filters. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @enum {string} */
                            purpose: "package0" | "bootstrap";
                            channel: string;
                            attempt: number;
                            /** @enum {string} */
                            state: "sending" | "accepted" | "retry" | "rejected";
                            code: string | null;
                            problem: string | null;
                            /** @enum {string|null} */
                            receipt: "delivered" | "failed" | "expired" | "unknown" | null;
                            receiptCode: string | null;
                            /** Format: date-time */
                            receiptAt: string | null;
                            /** Format: date-time */
                            sentAt: string;
                        }[];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postDevicesChannelsTest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
                /** @description The kind. */
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        channel: string;
                        to: string;
                        /** @enum {string} */
                        state: "accepted" | "retry" | "rejected";
                        code: string | null;
                        problem: string | null;
                        refs: string[];
                        retryAfterMs: number | null;
                        sessionId: string;
                    };
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getChannels: {
        parameters: {
            query?: {
                /** @description Over how many days back. */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            attempts: number;
                            accepted: number;
                            rejected: number;
                            delivered: number;
                            undelivered: number;
                            sessions: number;
                            medianDelaySeconds: number | null;
                            p95DelaySeconds: number | null;
                            kind: string;
                            available: boolean;
                            needs: string[];
                            models: {
                                attempts: number;
                                accepted: number;
                                rejected: number;
                                delivered: number;
                                undelivered: number;
                                sessions: number;
                                medianDelaySeconds: number | null;
                                p95DelaySeconds: number | null;
                                manufacturer: string;
                                model: string;
                            }[];
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDeviceDescriptions: {
        parameters: {
            query?: {
                /** @description How many items the page has at most. */
                limit?: number;
                /** @description `next` of the page before, with the same filters. */
                cursor?: string;
                /** @description As the device says it (`./DevInfo/Man`). */
                manufacturer?: string;
                /** @description As the device says it (`./DevInfo/Mod`). */
                model?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DeviceDescription"][];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postDeviceDescriptions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeviceDescriptionInput"];
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Location: components["headers"]["Location"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceDescription"];
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            409: components["responses"]["ConflictOrIdempotencyInProgress"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["QuotaExceededOrRateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDeviceDescriptionsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceDescriptionWithDocument"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteDeviceDescriptionsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceDescription"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCapabilities: {
        parameters: {
            query?: {
                /** @description How many items the page has at most. */
                limit?: number;
                /** @description `next` of the page before, with the same filters. */
                cursor?: string;
                /** @description As the device says it (`./DevInfo/Man`). */
                manufacturer?: string;
                /** @description As the device says it (`./DevInfo/Mod`). */
                model?: string;
                /** @description As the device says it (`./DevDetail/FwV`). */
                firmware?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            manufacturer: string;
                            model: string;
                            firmware: string | null;
                            capability: string;
                            status: number;
                            meaning: string;
                            deviceId: string;
                            wholeModel: boolean;
                            /** Format: date-time */
                            learnedAt: string;
                        }[];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteCapabilitiesById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        manufacturer: string;
                        model: string;
                        firmware: string | null;
                        capability: string;
                        status: number;
                        meaning: string;
                        deviceId: string;
                        wholeModel: boolean;
                        /** Format: date-time */
                        learnedAt: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getGroups: {
        parameters: {
            query?: {
                /** @description How many items the page has at most. */
                limit?: number;
                /** @description `next` of the page before, with the same filters. */
                cursor?: string;
                /** @description Of exactly this name. */
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            name: string;
                            filter: string | null;
                            deviceCount: number | null;
                            ownerId: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            revision: number;
                        }[];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postGroups: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    filter?: string;
                    devices?: string[];
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Location: components["headers"]["Location"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                        filter: string | null;
                        deviceCount: number | null;
                        ownerId: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        revision: number;
                    };
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            409: components["responses"]["ConflictOrIdempotencyInProgress"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["QuotaExceededOrRateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getGroupsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                        filter: string | null;
                        deviceCount: number | null;
                        ownerId: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        revision: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteGroupsById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what was read: nothing is changed when it is another one now. */
                "If-Match"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                        filter: string | null;
                        deviceCount: number | null;
                        ownerId: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        revision: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["StateConflict"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patchGroupsById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what was read: nothing is changed when it is another one now. */
                "If-Match"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    revision?: number;
                    name?: string;
                    filter?: string;
                    devices?: string[];
                    addDevices?: string[];
                    removeDevices?: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                        filter: string | null;
                        deviceCount: number | null;
                        ownerId: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        revision: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["ConflictOrIdempotencyInProgress"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["QuotaExceededOrRateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getContents: {
        parameters: {
            query?: {
                /** @description How many items the page has at most. */
                limit?: number;
                /** @description `next` of the page before, with the same filters. */
                cursor?: string;
                /** @description The kind. */
                kind?: "firmware" | "software" | "configuration" | "deviceList";
                /** @description Only those in this state. */
                state?: "uploading" | "verifying" | "ready" | "quarantined" | "rejected" | "retired";
                /** @description As the device says it (`./DevInfo/Man`). */
                manufacturer?: string;
                /** @description As the device says it (`./DevInfo/Mod`). */
                model?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            /** @enum {string} */
                            kind: "firmware" | "software" | "configuration" | "deviceList";
                            name: string;
                            version: string | null;
                            fromVersions: string[] | null;
                            manufacturer: string | null;
                            models: string[] | null;
                            size: number;
                            sha256: string;
                            /** @enum {string} */
                            state: "uploading" | "verifying" | "ready" | "quarantined" | "rejected" | "retired";
                            reason: {
                                code: string;
                                text: string;
                            } | null;
                            checks: {
                                /** @enum {string} */
                                check: "size" | "digest" | "format" | "signature" | "binding";
                                /** @enum {string} */
                                result: "passed" | "failed" | "skipped";
                                detail: string;
                                signer: {
                                    name: string;
                                    certifiedBy: string | null;
                                    comment: string | null;
                                };
                            }[];
                            signature: {
                                /** @enum {string} */
                                algorithm: "ed25519" | "ecdsa-p256" | "ecdsa-p384" | "rsa-pss" | "minisign";
                                keyId: string;
                                /** @enum {string} */
                                form: "octets" | "manifest";
                            } | null;
                            source: {
                                url: string;
                            } | null;
                            received: number;
                            upload: {
                                url: string;
                                /** Format: date-time */
                                expiresAt: string | null;
                            } | null;
                            createdBy: {
                                id: string;
                                name: string;
                            };
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            readyAt: string | null;
                            decision: {
                                by: {
                                    id: string;
                                    name: string;
                                };
                                /** Format: date-time */
                                at: string;
                            } | null;
                            /** Format: date-time */
                            scrubbedAt: string | null;
                        }[];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postContents: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    kind: "firmware" | "software" | "configuration" | "deviceList";
                    version?: string;
                    fromVersions?: string[];
                    manufacturer?: string;
                    model?: string;
                    models?: string[];
                    size: number;
                    sha256: string;
                    signature?: {
                        /** @enum {string} */
                        algorithm: "ed25519" | "ecdsa-p256" | "ecdsa-p384" | "rsa-pss" | "minisign";
                        keyId: string;
                        value: string;
                        manifest?: string;
                        chain?: string;
                    };
                    source?: {
                        /** Format: uri */
                        url: string;
                    };
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Location: components["headers"]["Location"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @enum {string} */
                        kind: "firmware" | "software" | "configuration" | "deviceList";
                        name: string;
                        version: string | null;
                        fromVersions: string[] | null;
                        manufacturer: string | null;
                        models: string[] | null;
                        size: number;
                        sha256: string;
                        /** @enum {string} */
                        state: "uploading" | "verifying" | "ready" | "quarantined" | "rejected" | "retired";
                        reason: {
                            code: string;
                            text: string;
                        } | null;
                        checks: {
                            /** @enum {string} */
                            check: "size" | "digest" | "format" | "signature" | "binding";
                            /** @enum {string} */
                            result: "passed" | "failed" | "skipped";
                            detail: string;
                            signer: {
                                name: string;
                                certifiedBy: string | null;
                                comment: string | null;
                            };
                        }[];
                        signature: {
                            /** @enum {string} */
                            algorithm: "ed25519" | "ecdsa-p256" | "ecdsa-p384" | "rsa-pss" | "minisign";
                            keyId: string;
                            /** @enum {string} */
                            form: "octets" | "manifest";
                        } | null;
                        source: {
                            url: string;
                        } | null;
                        received: number;
                        upload: {
                            url: string;
                            /** Format: date-time */
                            expiresAt: string | null;
                        } | null;
                        createdBy: {
                            id: string;
                            name: string;
                        };
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        readyAt: string | null;
                        decision: {
                            by: {
                                id: string;
                                name: string;
                            };
                            /** Format: date-time */
                            at: string;
                        } | null;
                        /** Format: date-time */
                        scrubbedAt: string | null;
                    };
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["QuotaExceededOrRateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getContentsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @enum {string} */
                        kind: "firmware" | "software" | "configuration" | "deviceList";
                        name: string;
                        version: string | null;
                        fromVersions: string[] | null;
                        manufacturer: string | null;
                        models: string[] | null;
                        size: number;
                        sha256: string;
                        /** @enum {string} */
                        state: "uploading" | "verifying" | "ready" | "quarantined" | "rejected" | "retired";
                        reason: {
                            code: string;
                            text: string;
                        } | null;
                        checks: {
                            /** @enum {string} */
                            check: "size" | "digest" | "format" | "signature" | "binding";
                            /** @enum {string} */
                            result: "passed" | "failed" | "skipped";
                            detail: string;
                            signer: {
                                name: string;
                                certifiedBy: string | null;
                                comment: string | null;
                            };
                        }[];
                        signature: {
                            /** @enum {string} */
                            algorithm: "ed25519" | "ecdsa-p256" | "ecdsa-p384" | "rsa-pss" | "minisign";
                            keyId: string;
                            /** @enum {string} */
                            form: "octets" | "manifest";
                        } | null;
                        source: {
                            url: string;
                        } | null;
                        received: number;
                        upload: {
                            url: string;
                            /** Format: date-time */
                            expiresAt: string | null;
                        } | null;
                        createdBy: {
                            id: string;
                            name: string;
                        };
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        readyAt: string | null;
                        decision: {
                            by: {
                                id: string;
                                name: string;
                            };
                            /** Format: date-time */
                            at: string;
                        } | null;
                        /** Format: date-time */
                        scrubbedAt: string | null;
                        usedBy: {
                            operations: number;
                            tasks: number;
                        };
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteContentsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @enum {string} */
                        kind: "firmware" | "software" | "configuration" | "deviceList";
                        name: string;
                        version: string | null;
                        fromVersions: string[] | null;
                        manufacturer: string | null;
                        models: string[] | null;
                        size: number;
                        sha256: string;
                        /** @enum {string} */
                        state: "uploading" | "verifying" | "ready" | "quarantined" | "rejected" | "retired";
                        reason: {
                            code: string;
                            text: string;
                        } | null;
                        checks: {
                            /** @enum {string} */
                            check: "size" | "digest" | "format" | "signature" | "binding";
                            /** @enum {string} */
                            result: "passed" | "failed" | "skipped";
                            detail: string;
                            signer: {
                                name: string;
                                certifiedBy: string | null;
                                comment: string | null;
                            };
                        }[];
                        signature: {
                            /** @enum {string} */
                            algorithm: "ed25519" | "ecdsa-p256" | "ecdsa-p384" | "rsa-pss" | "minisign";
                            keyId: string;
                            /** @enum {string} */
                            form: "octets" | "manifest";
                        } | null;
                        source: {
                            url: string;
                        } | null;
                        received: number;
                        upload: {
                            url: string;
                            /** Format: date-time */
                            expiresAt: string | null;
                        } | null;
                        createdBy: {
                            id: string;
                            name: string;
                        };
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        readyAt: string | null;
                        decision: {
                            by: {
                                id: string;
                                name: string;
                            };
                            /** Format: date-time */
                            at: string;
                        } | null;
                        /** Format: date-time */
                        scrubbedAt: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["StateConflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postContentsRetire: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @enum {string} */
                        kind: "firmware" | "software" | "configuration" | "deviceList";
                        name: string;
                        version: string | null;
                        fromVersions: string[] | null;
                        manufacturer: string | null;
                        models: string[] | null;
                        size: number;
                        sha256: string;
                        /** @enum {string} */
                        state: "uploading" | "verifying" | "ready" | "quarantined" | "rejected" | "retired";
                        reason: {
                            code: string;
                            text: string;
                        } | null;
                        checks: {
                            /** @enum {string} */
                            check: "size" | "digest" | "format" | "signature" | "binding";
                            /** @enum {string} */
                            result: "passed" | "failed" | "skipped";
                            detail: string;
                            signer: {
                                name: string;
                                certifiedBy: string | null;
                                comment: string | null;
                            };
                        }[];
                        signature: {
                            /** @enum {string} */
                            algorithm: "ed25519" | "ecdsa-p256" | "ecdsa-p384" | "rsa-pss" | "minisign";
                            keyId: string;
                            /** @enum {string} */
                            form: "octets" | "manifest";
                        } | null;
                        source: {
                            url: string;
                        } | null;
                        received: number;
                        upload: {
                            url: string;
                            /** Format: date-time */
                            expiresAt: string | null;
                        } | null;
                        createdBy: {
                            id: string;
                            name: string;
                        };
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        readyAt: string | null;
                        decision: {
                            by: {
                                id: string;
                                name: string;
                            };
                            /** Format: date-time */
                            at: string;
                        } | null;
                        /** Format: date-time */
                        scrubbedAt: string | null;
                        usedBy: {
                            operations: number;
                            tasks: number;
                        };
                    };
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postContentsApprove: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @enum {string} */
                        kind: "firmware" | "software" | "configuration" | "deviceList";
                        name: string;
                        version: string | null;
                        fromVersions: string[] | null;
                        manufacturer: string | null;
                        models: string[] | null;
                        size: number;
                        sha256: string;
                        /** @enum {string} */
                        state: "uploading" | "verifying" | "ready" | "quarantined" | "rejected" | "retired";
                        reason: {
                            code: string;
                            text: string;
                        } | null;
                        checks: {
                            /** @enum {string} */
                            check: "size" | "digest" | "format" | "signature" | "binding";
                            /** @enum {string} */
                            result: "passed" | "failed" | "skipped";
                            detail: string;
                            signer: {
                                name: string;
                                certifiedBy: string | null;
                                comment: string | null;
                            };
                        }[];
                        signature: {
                            /** @enum {string} */
                            algorithm: "ed25519" | "ecdsa-p256" | "ecdsa-p384" | "rsa-pss" | "minisign";
                            keyId: string;
                            /** @enum {string} */
                            form: "octets" | "manifest";
                        } | null;
                        source: {
                            url: string;
                        } | null;
                        received: number;
                        upload: {
                            url: string;
                            /** Format: date-time */
                            expiresAt: string | null;
                        } | null;
                        createdBy: {
                            id: string;
                            name: string;
                        };
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        readyAt: string | null;
                        decision: {
                            by: {
                                id: string;
                                name: string;
                            };
                            /** Format: date-time */
                            at: string;
                        } | null;
                        /** Format: date-time */
                        scrubbedAt: string | null;
                    };
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postContentsReject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @enum {string} */
                        kind: "firmware" | "software" | "configuration" | "deviceList";
                        name: string;
                        version: string | null;
                        fromVersions: string[] | null;
                        manufacturer: string | null;
                        models: string[] | null;
                        size: number;
                        sha256: string;
                        /** @enum {string} */
                        state: "uploading" | "verifying" | "ready" | "quarantined" | "rejected" | "retired";
                        reason: {
                            code: string;
                            text: string;
                        } | null;
                        checks: {
                            /** @enum {string} */
                            check: "size" | "digest" | "format" | "signature" | "binding";
                            /** @enum {string} */
                            result: "passed" | "failed" | "skipped";
                            detail: string;
                            signer: {
                                name: string;
                                certifiedBy: string | null;
                                comment: string | null;
                            };
                        }[];
                        signature: {
                            /** @enum {string} */
                            algorithm: "ed25519" | "ecdsa-p256" | "ecdsa-p384" | "rsa-pss" | "minisign";
                            keyId: string;
                            /** @enum {string} */
                            form: "octets" | "manifest";
                        } | null;
                        source: {
                            url: string;
                        } | null;
                        received: number;
                        upload: {
                            url: string;
                            /** Format: date-time */
                            expiresAt: string | null;
                        } | null;
                        createdBy: {
                            id: string;
                            name: string;
                        };
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        readyAt: string | null;
                        decision: {
                            by: {
                                id: string;
                                name: string;
                            };
                            /** Format: date-time */
                            at: string;
                        } | null;
                        /** Format: date-time */
                        scrubbedAt: string | null;
                    };
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSigningKeys: {
        parameters: {
            query?: {
                /** @description How many items the page has at most. */
                limit?: number;
                /** @description `next` of the page before, with the same filters. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            owner: string;
                            /** @enum {string} */
                            algorithm: "ed25519" | "ecdsa-p256" | "ecdsa-p384" | "rsa-pss" | "minisign";
                            fingerprint: string;
                            publicKey: string;
                            issuer: string | null;
                            kinds: ("firmware" | "software" | "configuration" | "deviceList")[];
                            manufacturers: string[] | null;
                            /** Format: date-time */
                            notBefore: string | null;
                            /** Format: date-time */
                            notAfter: string | null;
                            createdBy: {
                                id: string;
                                name: string;
                            };
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            revokedAt: string | null;
                            revokedReason: string | null;
                        }[];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postSigningKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    owner: string;
                    publicKey: string;
                    /** @default false */
                    issuer?: boolean;
                    /**
                     * @default [
                     *       "firmware",
                     *       "software"
                     *     ]
                     */
                    kinds?: ("firmware" | "software" | "configuration" | "deviceList")[];
                    manufacturers?: string[];
                    /** Format: date-time */
                    notBefore?: string;
                    /** Format: date-time */
                    notAfter?: string;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Location: components["headers"]["Location"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        owner: string;
                        /** @enum {string} */
                        algorithm: "ed25519" | "ecdsa-p256" | "ecdsa-p384" | "rsa-pss" | "minisign";
                        fingerprint: string;
                        publicKey: string;
                        issuer: string | null;
                        kinds: ("firmware" | "software" | "configuration" | "deviceList")[];
                        manufacturers: string[] | null;
                        /** Format: date-time */
                        notBefore: string | null;
                        /** Format: date-time */
                        notAfter: string | null;
                        createdBy: {
                            id: string;
                            name: string;
                        };
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        revokedAt: string | null;
                        revokedReason: string | null;
                    };
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            409: components["responses"]["ConflictOrIdempotencyInProgress"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["QuotaExceededOrRateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSigningKeysById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        owner: string;
                        /** @enum {string} */
                        algorithm: "ed25519" | "ecdsa-p256" | "ecdsa-p384" | "rsa-pss" | "minisign";
                        fingerprint: string;
                        publicKey: string;
                        issuer: string | null;
                        kinds: ("firmware" | "software" | "configuration" | "deviceList")[];
                        manufacturers: string[] | null;
                        /** Format: date-time */
                        notBefore: string | null;
                        /** Format: date-time */
                        notAfter: string | null;
                        createdBy: {
                            id: string;
                            name: string;
                        };
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        revokedAt: string | null;
                        revokedReason: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postSigningKeysRevoke: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        owner: string;
                        /** @enum {string} */
                        algorithm: "ed25519" | "ecdsa-p256" | "ecdsa-p384" | "rsa-pss" | "minisign";
                        fingerprint: string;
                        publicKey: string;
                        issuer: string | null;
                        kinds: ("firmware" | "software" | "configuration" | "deviceList")[];
                        manufacturers: string[] | null;
                        /** Format: date-time */
                        notBefore: string | null;
                        /** Format: date-time */
                        notAfter: string | null;
                        createdBy: {
                            id: string;
                            name: string;
                        };
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        revokedAt: string | null;
                        revokedReason: string | null;
                    };
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSubscriptions: {
        parameters: {
            query?: {
                /** @description How many items the page has at most. */
                limit?: number;
                /** @description `next` of the page before, with the same filters. */
                cursor?: string;
                /** @description Those of this system: `xs_...`. */
                systemId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            systemId: string;
                            url: string;
                            types: string[];
                            filter: string | null;
                            description: string | null;
                            /** @enum {string} */
                            state: "active" | "paused" | "off";
                            /** @enum {string|null} */
                            cause: "person" | "failures" | "gone" | null;
                            /** Format: date-time */
                            stateSince: string;
                            /** @enum {string|null} */
                            withheld: "system_disabled" | "system_expired" | "events_read" | "devices_read" | null;
                            secrets: {
                                id: string;
                                /** Format: date-time */
                                createdAt: string;
                                /** Format: date-time */
                                expiresAt: string | null;
                            }[];
                            failures: number;
                            /** Format: date-time */
                            failingSince: string | null;
                            /** Format: date-time */
                            lastSuccessAt: string | null;
                            /** Format: date-time */
                            heldUntil: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            revision: number;
                        }[];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postSubscriptions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uri
                     * @description Where the messages go: https, on port 443 or 8443.
                     */
                    url: string;
                    /**
                     * @default [
                     *       "*"
                     *     ]
                     */
                    types?: string[];
                    /** @description Devices, in the filter language. Events of other devices are not sent; those of no device are. It needs devices:read. */
                    filter?: string;
                    description?: string;
                    systemId?: string;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Location: components["headers"]["Location"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        systemId: string;
                        url: string;
                        types: string[];
                        filter: string | null;
                        description: string | null;
                        /** @enum {string} */
                        state: "active" | "paused" | "off";
                        /** @enum {string|null} */
                        cause: "person" | "failures" | "gone" | null;
                        /** Format: date-time */
                        stateSince: string;
                        /** @enum {string|null} */
                        withheld: "system_disabled" | "system_expired" | "events_read" | "devices_read" | null;
                        secrets: {
                            id: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string | null;
                        }[];
                        failures: number;
                        /** Format: date-time */
                        failingSince: string | null;
                        /** Format: date-time */
                        lastSuccessAt: string | null;
                        /** Format: date-time */
                        heldUntil: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        revision: number;
                        secret: string;
                    };
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["QuotaExceededOrRateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSubscriptionsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        systemId: string;
                        url: string;
                        types: string[];
                        filter: string | null;
                        description: string | null;
                        /** @enum {string} */
                        state: "active" | "paused" | "off";
                        /** @enum {string|null} */
                        cause: "person" | "failures" | "gone" | null;
                        /** Format: date-time */
                        stateSince: string;
                        /** @enum {string|null} */
                        withheld: "system_disabled" | "system_expired" | "events_read" | "devices_read" | null;
                        secrets: {
                            id: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string | null;
                        }[];
                        failures: number;
                        /** Format: date-time */
                        failingSince: string | null;
                        /** Format: date-time */
                        lastSuccessAt: string | null;
                        /** Format: date-time */
                        heldUntil: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        revision: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteSubscriptionsById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what was read: nothing is changed when it is another one now. */
                "If-Match"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        systemId: string;
                        url: string;
                        types: string[];
                        filter: string | null;
                        description: string | null;
                        /** @enum {string} */
                        state: "active" | "paused" | "off";
                        /** @enum {string|null} */
                        cause: "person" | "failures" | "gone" | null;
                        /** Format: date-time */
                        stateSince: string;
                        /** @enum {string|null} */
                        withheld: "system_disabled" | "system_expired" | "events_read" | "devices_read" | null;
                        secrets: {
                            id: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string | null;
                        }[];
                        failures: number;
                        /** Format: date-time */
                        failingSince: string | null;
                        /** Format: date-time */
                        lastSuccessAt: string | null;
                        /** Format: date-time */
                        heldUntil: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        revision: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patchSubscriptionsById: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what was read: nothing is changed when it is another one now. */
                "If-Match"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    revision?: number;
                    /**
                     * Format: uri
                     * @description Where the messages go: https, on port 443 or 8443.
                     */
                    url?: string;
                    types?: string[];
                    /** @description Devices, in the filter language. Events of other devices are not sent; those of no device are. It needs devices:read. */
                    filter?: string | null;
                    description?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        systemId: string;
                        url: string;
                        types: string[];
                        filter: string | null;
                        description: string | null;
                        /** @enum {string} */
                        state: "active" | "paused" | "off";
                        /** @enum {string|null} */
                        cause: "person" | "failures" | "gone" | null;
                        /** Format: date-time */
                        stateSince: string;
                        /** @enum {string|null} */
                        withheld: "system_disabled" | "system_expired" | "events_read" | "devices_read" | null;
                        secrets: {
                            id: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string | null;
                        }[];
                        failures: number;
                        /** Format: date-time */
                        failingSince: string | null;
                        /** Format: date-time */
                        lastSuccessAt: string | null;
                        /** Format: date-time */
                        heldUntil: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        revision: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgress"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postSubscriptionsRotateSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default 24 */
                    overlapHours?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        systemId: string;
                        url: string;
                        types: string[];
                        filter: string | null;
                        description: string | null;
                        /** @enum {string} */
                        state: "active" | "paused" | "off";
                        /** @enum {string|null} */
                        cause: "person" | "failures" | "gone" | null;
                        /** Format: date-time */
                        stateSince: string;
                        /** @enum {string|null} */
                        withheld: "system_disabled" | "system_expired" | "events_read" | "devices_read" | null;
                        secrets: {
                            id: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string | null;
                        }[];
                        failures: number;
                        /** Format: date-time */
                        failingSince: string | null;
                        /** Format: date-time */
                        lastSuccessAt: string | null;
                        /** Format: date-time */
                        heldUntil: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        revision: number;
                        secret: string;
                    };
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postSubscriptionsPause: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        systemId: string;
                        url: string;
                        types: string[];
                        filter: string | null;
                        description: string | null;
                        /** @enum {string} */
                        state: "active" | "paused" | "off";
                        /** @enum {string|null} */
                        cause: "person" | "failures" | "gone" | null;
                        /** Format: date-time */
                        stateSince: string;
                        /** @enum {string|null} */
                        withheld: "system_disabled" | "system_expired" | "events_read" | "devices_read" | null;
                        secrets: {
                            id: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string | null;
                        }[];
                        failures: number;
                        /** Format: date-time */
                        failingSince: string | null;
                        /** Format: date-time */
                        lastSuccessAt: string | null;
                        /** Format: date-time */
                        heldUntil: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        revision: number;
                    };
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postSubscriptionsResume: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        systemId: string;
                        url: string;
                        types: string[];
                        filter: string | null;
                        description: string | null;
                        /** @enum {string} */
                        state: "active" | "paused" | "off";
                        /** @enum {string|null} */
                        cause: "person" | "failures" | "gone" | null;
                        /** Format: date-time */
                        stateSince: string;
                        /** @enum {string|null} */
                        withheld: "system_disabled" | "system_expired" | "events_read" | "devices_read" | null;
                        secrets: {
                            id: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string | null;
                        }[];
                        failures: number;
                        /** Format: date-time */
                        failingSince: string | null;
                        /** Format: date-time */
                        lastSuccessAt: string | null;
                        /** Format: date-time */
                        heldUntil: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        revision: number;
                    };
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postSubscriptionsTest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Accepted: it goes on after this answer. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        subscriptionId: string;
                        type: string;
                        sequence: number | null;
                        /** @enum {string} */
                        state: "waiting" | "delivered" | "retrying" | "parked";
                        attempts: number;
                        /** Format: date-time */
                        nextAttemptAt: string | null;
                        /** Format: date-time */
                        changedAt: string;
                        tries: {
                            /** Format: date-time */
                            at: string;
                            status: number | null;
                            error: string | null;
                            ms: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postSubscriptionsRecover: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date-time */
                    since: string;
                    /**
                     * @default failed
                     * @enum {string}
                     */
                    which?: "failed" | "all";
                    after?: number;
                };
            };
        };
        responses: {
            /** @description Accepted: it goes on after this answer. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        count: number;
                        next: number | null;
                        subscription: {
                            id: string;
                            systemId: string;
                            url: string;
                            types: string[];
                            filter: string | null;
                            description: string | null;
                            /** @enum {string} */
                            state: "active" | "paused" | "off";
                            /** @enum {string|null} */
                            cause: "person" | "failures" | "gone" | null;
                            /** Format: date-time */
                            stateSince: string;
                            /** @enum {string|null} */
                            withheld: "system_disabled" | "system_expired" | "events_read" | "devices_read" | null;
                            secrets: {
                                id: string;
                                /** Format: date-time */
                                createdAt: string;
                                /** Format: date-time */
                                expiresAt: string | null;
                            }[];
                            failures: number;
                            /** Format: date-time */
                            failingSince: string | null;
                            /** Format: date-time */
                            lastSuccessAt: string | null;
                            /** Format: date-time */
                            heldUntil: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            revision: number;
                        };
                    };
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSubscriptionsStatistics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        behind: number;
                        waiting: number;
                        retrying: number;
                        parked: number;
                        delivered: number;
                        failedAttempts: number;
                        answerMs: {
                            p50: number;
                            p95: number;
                        } | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSubscriptionsDeliveries: {
        parameters: {
            query?: {
                /** @description How many items the page has at most. */
                limit?: number;
                /** @description `next` of the page before, with the same filters. */
                cursor?: string;
                /** @description Only those in this state. */
                state?: "waiting" | "delivered" | "retrying" | "parked";
            };
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            subscriptionId: string;
                            type: string;
                            sequence: number | null;
                            /** @enum {string} */
                            state: "waiting" | "delivered" | "retrying" | "parked";
                            attempts: number;
                            /** Format: date-time */
                            nextAttemptAt: string | null;
                            /** Format: date-time */
                            changedAt: string;
                            tries: {
                                /** Format: date-time */
                                at: string;
                                status: number | null;
                                error: string | null;
                                ms: number;
                            }[];
                        }[];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSubscriptionsDeliveriesById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
                /** @description The id of the event: `evt_...`. */
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        subscriptionId: string;
                        type: string;
                        sequence: number | null;
                        /** @enum {string} */
                        state: "waiting" | "delivered" | "retrying" | "parked";
                        attempts: number;
                        /** Format: date-time */
                        nextAttemptAt: string | null;
                        /** Format: date-time */
                        changedAt: string;
                        tries: {
                            /** Format: date-time */
                            at: string;
                            status: number | null;
                            error: string | null;
                            ms: number;
                        }[];
                        payload: {
                            [key: string]: unknown;
                        } | null;
                        answer: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postSubscriptionsDeliveriesRedeliver: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
                /** @description The id of the event: `evt_...`. */
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Accepted: it goes on after this answer. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        subscriptionId: string;
                        type: string;
                        sequence: number | null;
                        /** @enum {string} */
                        state: "waiting" | "delivered" | "retrying" | "parked";
                        attempts: number;
                        /** Format: date-time */
                        nextAttemptAt: string | null;
                        /** Format: date-time */
                        changedAt: string;
                        tries: {
                            /** Format: date-time */
                            at: string;
                            status: number | null;
                            error: string | null;
                            ms: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getGrants: {
        parameters: {
            query?: {
                /** @description How many items the page has at most. */
                limit?: number;
                /** @description `next` of the page before, with the same filters. */
                cursor?: string;
                /** @description Only those in this state. */
                state?: "waiting" | "active";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            from: string;
                            to: string;
                            kinds: string[];
                            /** @enum {string} */
                            detail: "status" | "result" | "full";
                            /** @enum {string} */
                            state: "waiting" | "active";
                            /** Format: date-time */
                            fromConsentedAt: string | null;
                            /** Format: date-time */
                            toConsentedAt: string | null;
                            /** Format: date-time */
                            createdAt: string;
                        }[];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postGrants: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    from: string;
                    to: string;
                    kinds: string[];
                    /**
                     * @default result
                     * @enum {string}
                     */
                    detail?: "status" | "result" | "full";
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Location: components["headers"]["Location"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        from: string;
                        to: string;
                        kinds: string[];
                        /** @enum {string} */
                        detail: "status" | "result" | "full";
                        /** @enum {string} */
                        state: "waiting" | "active";
                        /** Format: date-time */
                        fromConsentedAt: string | null;
                        /** Format: date-time */
                        toConsentedAt: string | null;
                        /** Format: date-time */
                        createdAt: string;
                    };
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["QuotaExceededOrRateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getGrantsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        from: string;
                        to: string;
                        kinds: string[];
                        /** @enum {string} */
                        detail: "status" | "result" | "full";
                        /** @enum {string} */
                        state: "waiting" | "active";
                        /** Format: date-time */
                        fromConsentedAt: string | null;
                        /** Format: date-time */
                        toConsentedAt: string | null;
                        /** Format: date-time */
                        createdAt: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteGrantsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        from: string;
                        to: string;
                        kinds: string[];
                        /** @enum {string} */
                        detail: "status" | "result" | "full";
                        /** @enum {string} */
                        state: "waiting" | "active";
                        /** Format: date-time */
                        fromConsentedAt: string | null;
                        /** Format: date-time */
                        toConsentedAt: string | null;
                        /** Format: date-time */
                        createdAt: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postGrantsAccept: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        from: string;
                        to: string;
                        kinds: string[];
                        /** @enum {string} */
                        detail: "status" | "result" | "full";
                        /** @enum {string} */
                        state: "waiting" | "active";
                        /** Format: date-time */
                        fromConsentedAt: string | null;
                        /** Format: date-time */
                        toConsentedAt: string | null;
                        /** Format: date-time */
                        createdAt: string;
                    };
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["QuotaExceededOrRateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAudit: {
        parameters: {
            query?: {
                /** @description How many items the page has at most. */
                limit?: number;
                /** @description `next` of the page before, with the same filters. */
                cursor?: string;
                /** @description What this one did: `xs_...`, `usr_...` or `internal`. */
                actor?: string;
                /** @description What was done to this, by its id. */
                object?: string;
                /** @description Only what is called so, such as `device.register`. */
                action?: string;
                /** @description From then on. */
                from?: string;
                /** @description Before then. */
                to?: string;
                /** @description Gives the same in another form. */
                format?: "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: number;
                            /** Format: date-time */
                            at: string;
                            actor: {
                                /** @enum {string} */
                                kind: "system" | "user" | "internal";
                                id: string;
                                name: string;
                            };
                            action: string;
                            object: string;
                            requestId: string;
                            sourceAddress: string;
                            reason: string | null;
                            before?: unknown;
                            after?: unknown;
                        }[];
                        next: string | null;
                    };
                    "text/csv": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            429: components["responses"]["QuotaExceededOrRateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getEvents: {
        parameters: {
            query?: {
                /** @description `next` of the page before; left out, the feed begins with the oldest event that is kept. */
                after?: string;
                /** @description Types or patterns such as `task.succeeded` or `task.*`, separated by commas; left out, all. */
                types?: string | null;
                /** @description How many items the page has at most. */
                limit?: number;
                /** @description `true`: each event has its signature in `jws`. */
                signed?: "true" | "false";
                /** @description Seconds to wait for an event where there is none. */
                wait?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @enum {string} */
                            specversion: "1.0";
                            id: string;
                            source: string;
                            type: string;
                            subject?: string;
                            /** Format: date-time */
                            time: string;
                            sequence: string;
                            /** @enum {string} */
                            datacontenttype?: "application/json";
                            jws?: string;
                            data?: {
                                operationId: string | null;
                                taskId: string | null;
                                deviceId: string | null;
                                contentId: string | null;
                                devId: string | null;
                                kind: string | null;
                                reference: string | null;
                                reason: string | null;
                                facts?: unknown;
                                result?: unknown;
                                links: {
                                    [key: string]: string;
                                };
                            };
                        }[];
                        next: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            410: components["responses"]["CursorExpired"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOperations: {
        parameters: {
            query?: {
                /** @description How many items the page has at most. */
                limit?: number;
                /** @description `next` of the page before, with the same filters. */
                cursor?: string;
                /** @description Only those in this state. */
                state?: "draft" | "awaiting_approval" | "scheduled" | "running" | "paused" | "completed" | "cancelled" | "stopped";
                /** @description The kind. */
                kind?: string;
                /** @description Only those that give this content to devices: `con_...`. */
                content?: string;
                /** @description Your own word for it. */
                reference?: string;
                /** @description The id of who started it. */
                createdBy?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Operation"][];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postOperations: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperationStart"];
            };
        };
        responses: {
            /** @description Accepted: it goes on after this answer. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Location: components["headers"]["Location"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOperationsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postOperationsApprove: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
                /** @description The `ETag` of what was read: nothing is changed when it is another one now. */
                "If-Match"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    revision?: number;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    postOperationsReject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
                /** @description The `ETag` of what was read: nothing is changed when it is another one now. */
                "If-Match"?: string;
            };
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    revision?: number;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInProgressOrStateConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOperationsTasks: {
        parameters: {
            query?: {
                /** @description How many items the page has at most. */
                limit?: number;
                /** @description `next` of the page before, with the same filters. */
                cursor?: string;
                /** @description Only those in this state. */
                state?: "scheduled" | "queued" | "notified" | "in_session" | "waiting_device" | "succeeded" | "failed" | "cancelled" | "expired";
                /** @description Only those that wait or ended with this reason code. */
                reason?: string;
            };
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Task"][];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTasksById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTasksTrace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id, as an answer gave it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            sessionId: string;
                            /** Format: date-time */
                            at: string;
                            msgNo: number;
                            /** @enum {string} */
                            direction: "device" | "server";
                            octets: number;
                            /** @enum {string} */
                            encoding: "wbxml" | "xml";
                            xml: string;
                            isCut: boolean;
                            commands: {
                                cmdId: string;
                                name: string;
                                taskId: string;
                                operationId: string;
                                kind: string;
                                createdBy: {
                                    kind: string;
                                    id: string;
                                    name: string;
                                };
                            }[];
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    issueToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @enum {string} */
                    grant_type: "client_credentials";
                    scope?: string;
                    client_id?: string;
                    client_secret?: string;
                    /** @enum {string} */
                    client_assertion_type?: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
                    client_assertion?: string;
                };
            };
        };
        responses: {
            /** @description A token for ten minutes. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            /** @description The request is not right. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenError"];
                };
            };
            /** @description The client is unknown, or its proof is not right. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenError"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    token: string;
                    token_type_hint?: string;
                    client_id?: string;
                    client_secret?: string;
                    /** @enum {string} */
                    client_assertion_type?: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
                    client_assertion?: string;
                };
            };
        };
        responses: {
            /** @description It works no longer, if it ever did. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description The request is not right. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenError"];
                };
            };
            /** @description The client is unknown, or its proof is not right. */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenError"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    readUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The last part of the upload's address, as `upload.url` of the content has it. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where the upload goes on. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Upload-Offset": components["headers"]["Upload-Offset"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        offset: number;
                        length: number;
                        /** Format: date-time */
                        expiresAt: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            /** @description `urn:dmwsi:problem:state-conflict`: The upload is over. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Upload-Offset": components["headers"]["Upload-Offset"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    continueUploadByPost: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of tus that is spoken. */
                "Tus-Resumable": "1.0.0";
                /** @description Where in the file the octets begin: where the upload ended. */
                "Upload-Offset": string;
                /** @description The method that is meant. */
                "X-HTTP-Method-Override"?: "PATCH";
            };
            path: {
                /** @description The last part of the upload's address, as `upload.url` of the content has it. */
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/offset+octet-stream": string;
            };
        };
        responses: {
            /** @description The octets are safe. Nothing is in it but its headers. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Upload-Offset": components["headers"]["Upload-Offset"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            /** @description `urn:dmwsi:problem:invalid-request`: Without `X-HTTP-Method-Override: PATCH` there is no POST here. */
            405: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `urn:dmwsi:problem:state-conflict`: The upload goes on at another offset: `Upload-Offset` says where. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Upload-Offset": components["headers"]["Upload-Offset"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `urn:dmwsi:problem:state-conflict`: The upload is over. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Upload-Offset": components["headers"]["Upload-Offset"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `urn:dmwsi:problem:state-conflict`: Another request writes it just now. */
            423: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Upload-Offset": components["headers"]["Upload-Offset"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    abandonUpload: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of tus that is spoken. */
                "Tus-Resumable": "1.0.0";
            };
            path: {
                /** @description The last part of the upload's address, as `upload.url` of the content has it. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is rejected now. Nothing is in it but its headers. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Upload-Offset": components["headers"]["Upload-Offset"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            /** @description `urn:dmwsi:problem:state-conflict`: The upload is over. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Upload-Offset": components["headers"]["Upload-Offset"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["PreconditionFailed"];
            /** @description `urn:dmwsi:problem:state-conflict`: Another request writes it just now. */
            423: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Upload-Offset": components["headers"]["Upload-Offset"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    readUploadProtocol: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The last part of the upload's address, as `upload.url` of the content has it. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `Tus-Version`, `Tus-Extension` and `Tus-Max-Size`. Nothing is in it but its headers. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Upload-Offset": components["headers"]["Upload-Offset"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
        };
    };
    continueUpload: {
        parameters: {
            query?: never;
            header: {
                /** @description The version of tus that is spoken. */
                "Tus-Resumable": "1.0.0";
                /** @description Where in the file the octets begin: where the upload ended. */
                "Upload-Offset": string;
            };
            path: {
                /** @description The last part of the upload's address, as `upload.url` of the content has it. */
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/offset+octet-stream": string;
            };
        };
        responses: {
            /** @description The octets are safe. Nothing is in it but its headers. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Upload-Offset": components["headers"]["Upload-Offset"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            /** @description `urn:dmwsi:problem:state-conflict`: The upload goes on at another offset: `Upload-Offset` says where. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Upload-Offset": components["headers"]["Upload-Offset"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `urn:dmwsi:problem:state-conflict`: The upload is over. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Upload-Offset": components["headers"]["Upload-Offset"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `urn:dmwsi:problem:state-conflict`: Another request writes it just now. */
            423: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "Upload-Offset": components["headers"]["Upload-Offset"];
                    "Tus-Resumable": components["headers"]["Tus-Resumable"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["StorageFull"];
        };
    };
    postDevicesImports: {
        parameters: {
            query?: never;
            header?: {
                /** @description Of your own making, a new one for each new wish: sent again, the first answer comes again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description The file is here; its lines are registered after this answer. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Location: components["headers"]["Location"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @enum {string} */
                        state: "uploading" | "running" | "done" | "failed";
                        octets: number;
                        lines: number;
                        registered: number;
                        existing: number;
                        refused: number;
                        problem: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        endedAt: string | null;
                    };
                };
            };
            400: components["responses"]["IdempotencyKeyRequiredOrInvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["InsufficientScope"];
            409: components["responses"]["ConflictOrIdempotencyInProgressOrStateConflict"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReusedOrInvalidField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    readMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    readSigningKeysOfEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: {
                            kid: string;
                            kty: string;
                            crv: string;
                            x: string;
                            /** @enum {string} */
                            alg: "EdDSA";
                            /** @enum {string} */
                            use: "sig";
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    readOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            400: components["responses"]["InvalidRequest"];
            500: components["responses"]["Internal"];
        };
    };
}
