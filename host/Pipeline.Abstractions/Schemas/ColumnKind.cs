namespace Pipeline;

/// <summary>
/// How a cell is stored. Fixed kinds lie in the row, little endian; variable kinds are a <see cref="HeapCell"/> in the row and bytes in a heap.
/// </summary>
public enum ColumnKind
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,
    /// <summary>Signed 8 bit integer.</summary>
    I8,
    /// <summary>Signed 16 bit integer.</summary>
    I16,
    /// <summary>Signed 32 bit integer.</summary>
    I32,
    /// <summary>Signed 64 bit integer.</summary>
    I64,
    /// <summary>Unsigned 8 bit integer.</summary>
    U8,
    /// <summary>Unsigned 16 bit integer.</summary>
    U16,
    /// <summary>Unsigned 32 bit integer.</summary>
    U32,
    /// <summary>Unsigned 64 bit integer.</summary>
    U64,
    /// <summary>IEEE 754 double.</summary>
    F64,
    /// <summary>i64 nanoseconds on the batch's clock: add <see cref="RecordBatch.UnixOffset"/> for Unix time.</summary>
    Time,
    /// <summary>i64 nanoseconds.</summary>
    Duration,
    /// <summary>16 bytes in network order; IPv4 is mapped into ::ffff:0:0/96.</summary>
    Ip,
    /// <summary>6 bytes in transmission order.</summary>
    Mac,
    /// <summary>An unsigned or signed integer of 1, 2, 4 or 8 bytes, one of the type's names.</summary>
    Enum,
    /// <summary>An integer of 1, 2, 4 or 8 bytes, a set of the type's names.</summary>
    Flags,
    /// <summary>UTF-8 text in n bytes, ended by the first NUL or the width.</summary>
    FixedUtf8,
    /// <summary>Exactly n bytes.</summary>
    FixedBytes,
    /// <summary>UTF-8 text. Text from outside may hold invalid sequences; sinks say what they make of them.</summary>
    Utf8,
    /// <summary>Bytes.</summary>
    Bytes,
    /// <summary>A sequence of texts, read by <see cref="Utf8List"/>.</summary>
    Utf8List,
    /// <summary>Named values of mixed type, read by <see cref="AttributeMap"/>.</summary>
    Map,
    /// <summary>A distribution, read by <see cref="HistogramCell"/>.</summary>
    Histogram,
}
