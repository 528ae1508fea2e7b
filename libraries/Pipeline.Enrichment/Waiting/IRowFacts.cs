namespace Pipeline.Enrichment;

/// <summary>Knows the facts of rows: a transform's way to look them up.</summary>
public interface IRowFacts
{
    /// <summary>For a number of a row's: nothing is known yet, and the row should wait.</summary>
    const int Wait = -1;

    /// <summary>
    /// Writes the numbers of the facts of each row, one a group, the first row's first; <see cref="Wait"/> lets a row wait. Called again for rows that waited, with all
    /// rows that came and went with them. Allocates nothing a row.
    /// </summary>
    /// <param name="batch">The rows.</param>
    /// <param name="facts">Where the numbers go; all 0.</param>
    /// <param name="isLast">The rows wait no longer: <see cref="Wait"/> counts as 0, so what goes on unknown is marked here, by a fact of its own.</param>
    void Find(RecordBatch batch, Span<int> facts, bool isLast);
}
