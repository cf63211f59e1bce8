// Stands in for the SDK's event streams, which no call of ours opens.

export const EventStreamSerde = undefined;
export const eventStreamSerdeProvider = undefined;
