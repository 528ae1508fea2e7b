using Pipeline.Lines.Rows;

namespace Pipeline.Lines;

/// <summary>A line as it is, without its line end.</summary>
internal sealed unsafe class TextParser(int message) : LineParser
{
    public override LineProblem Parse(byte* line, byte* end, BatchBuilder rows, LineScratch scratch)
    {
        rows.Set(message, new ReadOnlySpan<byte>(line, (int)(end - line)).TrimEnd((byte)'\r'));
        return LineProblem.None;
    }
}
