namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>Types of values, as far as they are told apart here; all others are strings behind their length.</summary>
internal enum MyType : byte
{
    Tiny = 1,
    Short = 2,
    Long = 3,
    Float = 4,
    Double = 5,
    Null = 6,
    Timestamp = 7,
    LongLong = 8,
    Int24 = 9,
    Date = 10,
    Time = 11,
    DateTime = 12,
    Year = 13,
    Decimal = 0,
    NewDecimal = 246,
    TinyBlob = 249,
    MediumBlob = 250,
    LongBlob = 251,
    Blob = 252,
}
