// Stands in for what the SDK remembers of endpoints that it has asked for: without being told to, it asks for none.

/** As a client of DynamoDB makes one for itself. */
export class EndpointCache {}
