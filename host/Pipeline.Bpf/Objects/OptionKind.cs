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
}
