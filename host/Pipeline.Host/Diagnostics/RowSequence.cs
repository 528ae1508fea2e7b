namespace Pipeline.Host.Diagnostics;

/// <summary>Numbers the rows of all tables of a source: with the origin, a number tells a row apart from every other, whatever its table.</summary>
internal sealed class RowSequence
{
    public ulong Next { get; set; }
}
