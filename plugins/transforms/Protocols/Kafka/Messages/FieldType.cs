namespace Pipeline.Transforms.Protocols.Kafka.Messages;

/// <summary>What a field is, and what is made of it beside the text of the body. The names are those of <see cref="MessageText"/>, in snake case.</summary>
internal enum FieldType : byte
{
    /// <summary>Other fields.</summary>
    Struct,

    /// <summary>Other fields, behind a byte that says whether they are there.</summary>
    OptionalStruct,
    Bool,
    I8,
    I16,
    U16,
    I32,
    I64,
    F64,
    String,
    Uuid,

    /// <summary>Bytes of which only the number is told.</summary>
    Bytes,

    /// <summary>A text that is not told.</summary>
    Secret,

    /// <summary>Batches of records.</summary>
    Records,

    /// <summary>Name of a topic.</summary>
    Topic,

    /// <summary>Id of a topic.</summary>
    TopicId,

    /// <summary>Number of a partition.</summary>
    Partition,

    /// <summary>Name of a group of consumers.</summary>
    Group,

    /// <summary>What a coordinator is asked for, a group unless <see cref="KeyType"/> says something else.</summary>
    Key,

    /// <summary>0: <see cref="Key"/> is a group.</summary>
    KeyType,

    /// <summary>Code of an error.</summary>
    Error,

    /// <summary>Who must have records before a producer is answered; 0: it is not answered.</summary>
    Acks,
}
