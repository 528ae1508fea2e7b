namespace Pipeline.CaptureFormat;

/// <summary>What a record of a capture file holds.</summary>
internal enum RecordKind : byte
{
    /// <summary>The tables; the first record of each file.</summary>
    Tables = 1,

    /// <summary>A batch.</summary>
    Rows = 2,

    /// <summary>Nothing: the file is whole up to here and ends.</summary>
    End = 3,
}
