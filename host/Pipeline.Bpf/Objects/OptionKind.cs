namespace Pipeline.Bpf;

/// <summary>What values an option of an object takes.</summary>
public enum OptionKind
{
    /// <summary>true or false.</summary>
    Bool,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A time span: a string with a unit in TOML, nanoseconds for the program.</summary>
    Duration,

    /// <summary>A number of bytes: a string with a unit in TOML, or an integer.</summary>
    Size,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A list of integers, none of them 0; one integer is a list of one.</summary>
    Integers,

    /// <summary>An IP address: text in TOML, 16 bytes for the program, IPv4 as ::ffff:a.b.c.d.</summary>
    Ip,

    /// <summary>A list of ranges of IP addresses such as <c>10.0.0.0/8</c>; one range is a list of one.</summary>
    Cidrs,

    /// <summary>One of the names of an enum, in any case, or its number.</summary>
    Enum,

    /// <summary>Names of bits with | between them, in any case, or their number.</summary>
    Flags,
}
