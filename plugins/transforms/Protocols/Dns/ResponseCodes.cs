using System.Collections.Immutable;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>The registered response codes, those of EDNS included.</summary>
internal static class ResponseCodes
{
    /// <summary>What stands for the code of a response that was not seen.</summary>
    public const ushort None = ushort.MaxValue;

    /// <summary>The highest code that a header has room for and that has a meaning.</summary>
    public const int HighestInHeader = 11;

    public static ImmutableArray<EnumName> Names { get; } =
    [
        new("NOERROR", 0), new("FORMERR", 1), new("SERVFAIL", 2), new("NXDOMAIN", 3), new("NOTIMP", 4), new("REFUSED", 5), new("YXDOMAIN", 6), new("YXRRSET", 7),
        new("NXRRSET", 8), new("NOTAUTH", 9), new("NOTZONE", 10), new("DSOTYPENI", 11), new("BADVERS", 16), new("BADKEY", 17), new("BADTIME", 18),
        new("BADMODE", 19), new("BADNAME", 20), new("BADALG", 21), new("BADTRUNC", 22), new("BADCOOKIE", 23), new("none", None),
    ];
}
