namespace Pipeline.Otlp.Json;

/// <summary>How a field of a request is stored, and what JSON makes of it.</summary>
internal enum FieldKind
{
    /// <summary>A message: an object.</summary>
    Message,

    /// <summary>UTF-8: a string.</summary>
    Text,

    /// <summary>Bytes: base64.</summary>
    Bytes,

    /// <summary>A trace's or a span's id: hexadecimal.</summary>
    Id,

    /// <summary>A varint of at most 32 bits, enums included: a number.</summary>
    Number,

    /// <summary>A varint of 32 bits whose small negative values are short: a number.</summary>
    ZigZag,

    /// <summary>A varint of 64 bits with a sign: a string of digits.</summary>
    Integer,

    /// <summary>A varint that is 0 or 1: false or true.</summary>
    Bool,

    /// <summary>Four bytes: a number.</summary>
    Fixed32,

    /// <summary>Eight bytes without a sign: a string of digits.</summary>
    Fixed64,

    /// <summary>Eight bytes with a sign: a string of digits.</summary>
    SignedFixed64,

    /// <summary>A double: a number, or a string for what is none.</summary>
    Double,

    /// <summary>Values of eight bytes without a sign, one behind the other: strings of digits.</summary>
    PackedFixed64,

    /// <summary>Doubles one behind the other.</summary>
    PackedDouble,

    /// <summary>Varints without a sign one behind the other: strings of digits.</summary>
    PackedVarint,
}
