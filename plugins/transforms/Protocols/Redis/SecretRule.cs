namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>What of a command, or of its reply, may be a secret.</summary>
internal enum SecretRule : byte
{
    None,

    /// <summary>All arguments.</summary>
    Arguments,

    /// <summary>The two behind AUTH.</summary>
    Hello,

    /// <summary>The one behind AUTH, the two behind AUTH2.</summary>
    Migrate,

    /// <summary>What is behind the name of a password, in the reply too.</summary>
    Named,

    /// <summary>Rules that add or remove a password.</summary>
    Acl,

    /// <summary>The whole reply.</summary>
    Reply,
}
