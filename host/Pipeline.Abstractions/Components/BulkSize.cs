namespace Pipeline;

/// <summary>When the host stops gathering and sends: at the first of three bounds.</summary>
/// <param name="Rows">Rows a request holds at most.</param>
/// <param name="Bytes">Bytes of rows, as they lie in memory, at most; a single row that is larger goes alone.</param>
/// <param name="Time">How long the first row waits for others at most; zero: no longer than the request before it takes.</param>
public sealed record BulkSize(int Rows, ByteSize Bytes, TimeSpan Time);
