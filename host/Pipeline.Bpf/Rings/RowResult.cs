namespace Pipeline.Bpf.Rings;

/// <summary>What became of a record offered as a row.</summary>
internal enum RowResult
{
    Taken,
    Malformed,
    BatchFull,
    OutOfMemory,
}
