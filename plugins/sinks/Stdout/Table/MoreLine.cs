using System.Globalization;
using Pipeline.Text;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>Says below a view how many rows it had no room for.</summary>
internal static class MoreLine
{
    private const int LongestNumber = 24;

    public static void Write(ByteBuffer output, int more, int limit)
    {
        if (more == 0)
            return;
        Span<byte> number = stackalloc byte[LongestNumber];
        more.TryFormat(number, out var written, default, CultureInfo.InvariantCulture);
        var fitter = new TextFitter(output, limit);
        fitter.AppendAscii("and "u8);
        fitter.AppendAscii(number[..written]);
        fitter.AppendAscii(" more"u8);
        output.Append((byte)'\n');
    }
}
