namespace Pipeline;

/// <summary>Who made a row: with the row's sequence number, its identity. The table is no part of it: a source with several tables numbers all its rows in one sequence.</summary>
/// <param name="Host">The machine's name.</param>
/// <param name="Source">The source's name in the configuration.</param>
/// <param name="Epoch">Unix nanoseconds at which this run of the source began: sequence numbers count from 0 in each.</param>
public sealed record BatchOrigin(string Host, string Source, long Epoch);
