namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>How a method belongs to others.</summary>
internal enum MethodKind : byte
{
    /// <summary>Nothing answers it.</summary>
    Alone,

    /// <summary>The other side answers it.</summary>
    Question,

    /// <summary>It is the answer to a question.</summary>
    Answer,
}
