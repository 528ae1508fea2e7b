namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>How an argument of a method is written.</summary>
internal enum FieldType : byte
{
    /// <summary>An unsigned integer of one byte.</summary>
    Octet,

    /// <summary>Of two.</summary>
    Short,

    /// <summary>Of four.</summary>
    Long,

    /// <summary>Of eight.</summary>
    LongLong,

    /// <summary>Seconds since the epoch, in eight bytes.</summary>
    Timestamp,

    /// <summary>Text behind a length of one byte.</summary>
    ShortText,

    /// <summary>Text behind a length of four bytes.</summary>
    LongText,

    /// <summary>As <see cref="LongText"/>, and never told.</summary>
    Secret,

    /// <summary>One bit; those that follow each other share bytes, from the lowest bit on.</summary>
    Bit,

    /// <summary>Names with values of any type.</summary>
    Table,
}
