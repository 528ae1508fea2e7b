namespace Pipeline;

/// <summary>What an attribute's value is; the number is the byte in the cell.</summary>
public enum AttributeKind : byte
{
    /// <summary>No value: JSON's null, OTLP's unset one.</summary>
    Null,

    /// <summary>One byte, 0 is false.</summary>
    Bool,

    /// <summary>Signed 64 bit integer.</summary>
    I64,

    /// <summary>IEEE 754 double.</summary>
    F64,

    /// <summary>UTF-8 text.</summary>
    Utf8,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Values without names.</summary>
    List,

    /// <summary>Named values.</summary>
    Map,
}
