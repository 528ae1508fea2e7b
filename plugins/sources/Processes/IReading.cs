using Pipeline.Bpf.Reading;

namespace Pipeline.Sources.Processes;

/// <summary>
/// Reads one kind of thing that the machine tells in files: each call one pass over all of them, each of them a row. Built by <c>validate</c> too, so that constructing
/// touches no file. Called and disposed of on one thread at a time; keeps what it needs from pass to pass, so that a pass allocates no more than its batches.
/// </summary>
internal interface IReading : IDisposable
{
    /// <summary>The tables that it makes rows of. Of those that the user does not want (<see cref="ReadingContext.Wants"/>) it makes none.</summary>
    IReadOnlyList<TableSchema> Tables { get; }

    /// <summary>
    /// One pass, never called where none of its tables is wanted. What is gone between two reads is no row and no error; what may not be read is counted and told once in the log, with the remedy. Throws only what no
    /// pass can go on without.
    /// </summary>
    void Read(SourceOutput output, ReadingTime time);
}
