using System.Buffers;

namespace Pipeline.Text;

/// <summary>A list of texts as a command line: an element that is empty, or has a space, a quote or anything that needs an escape, stands in double quotes.</summary>
internal static class ShellWords
{
    private static readonly SearchValues<byte> Bare = SearchValues.Create([.. SafeText.Printable(' ', '"', '\'', '\\')]);

    /// <param name="fitter">Where to.</param>
    /// <param name="list">The bytes of a list&lt;utf8&gt; cell.</param>
    public static void Write(ref TextFitter fitter, ReadOnlySpan<byte> list)
    {
        var first = true;
        foreach (var word in new Utf8List(list))
        {
            if (fitter.IsCut)
                return;
            if (!first)
                fitter.Append(" "u8, 1);
            first = false;
            if (SafeText.IsBare(word, Bare))
            {
                SafeText.Write(ref fitter, word);
                continue;
            }

            fitter.Append("\""u8, 1);
            SafeText.Write(ref fitter, word, inQuotes: true);
            fitter.Append("\""u8, 1);
        }
    }
}
