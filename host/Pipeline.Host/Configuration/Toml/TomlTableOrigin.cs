namespace Pipeline.Host.Configuration.Toml;

/// <summary>How a table came to be; it decides what may still be added to it.</summary>
internal enum TomlTableOrigin
{
    /// <summary>Named only as the parent of another header; a header or a dotted key may still define it.</summary>
    Implicit,

    /// <summary>By its own header; sub-tables may follow, a second header or a dotted key from outside may not.</summary>
    Header,

    /// <summary>By a dotted key; dotted keys and the headers of sub-tables may add to it.</summary>
    DottedKey,

    /// <summary>By braces, which hold all of it.</summary>
    Inline,
}
