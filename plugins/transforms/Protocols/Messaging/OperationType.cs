namespace Pipeline.Transforms.Protocols.Messaging;

/// <summary>What an operation does with messages, in the words of OpenTelemetry's conventions.</summary>
internal enum OperationType : byte
{
    /// <summary>Nothing: the text is empty.</summary>
    None,

    Send,
    Receive,
    Process,
    Settle,
}
