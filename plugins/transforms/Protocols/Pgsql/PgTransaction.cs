namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>What a server says of the transaction once it is ready for more.</summary>
internal enum PgTransaction : byte
{
    /// <summary>It did not say: more followed.</summary>
    Unknown,

    Idle,
    Active,
    Failed,
}
