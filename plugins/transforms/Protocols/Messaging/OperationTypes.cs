namespace Pipeline.Transforms.Protocols.Messaging;

/// <summary>The texts of <see cref="OperationType"/>.</summary>
internal static class OperationTypes
{
    public static ReadOnlySpan<byte> Text(this OperationType type) => type switch
    {
        OperationType.Send => "send"u8,
        OperationType.Receive => "receive"u8,
        OperationType.Process => "process"u8,
        OperationType.Settle => "settle"u8,
        _ => default,
    };
}
