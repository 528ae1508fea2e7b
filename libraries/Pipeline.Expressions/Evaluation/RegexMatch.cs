using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Expressions.Evaluation;

/// <summary>Whether a regular expression is found in text. Bytes that are no UTF-8 are matched as U+FFFD.</summary>
internal sealed class RegexMatch(TextSource text, Regex regex) : RowPredicate
{
    private const int OnStack = 256;

    public override int Cost => 200;

    [SkipLocalsInit]
    protected override bool Test(RecordBatch batch, int row)
    {
        var bytes = text.Read(batch, row);
        // UTF-8 never takes fewer bytes than UTF-16 takes characters.
        if (bytes.Length <= OnStack)
            return IsMatch(bytes, stackalloc char[OnStack]);
        var rented = ArrayPool<char>.Shared.Rent(bytes.Length);
        try
        {
            return IsMatch(bytes, rented);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    private bool IsMatch(ReadOnlySpan<byte> bytes, Span<char> buffer) => regex.IsMatch(buffer[..Encoding.UTF8.GetChars(bytes, buffer)]);
}
