using Pipeline.Lines.Rows;

namespace Pipeline.Lines;

/// <summary>Reads lines of one format. One thread at a time.</summary>
internal abstract unsafe class LineParser
{
    /// <summary>Bytes behind a line that can be read: vectors are loaded whole.</summary>
    public const int Padding = 64;

    /// <summary>Puts a line's values into the last row, and what no column takes into <paramref name="scratch"/>. After a problem both hold rubbish.</summary>
    /// <param name="line">The line; <see cref="Padding"/> bytes behind it can be read.</param>
    /// <param name="end">Behind its last byte, where there is a line feed.</param>
    /// <param name="rows">Where the row was begun.</param>
    /// <param name="scratch">Opened for the line's length.</param>
    /// <exception cref="ArenaExhaustedException">There is no memory for a value.</exception>
    public abstract LineProblem Parse(byte* line, byte* end, BatchBuilder rows, LineScratch scratch);
}
