using System.Buffers.Text;

namespace Pipeline.Transforms.Protocols.Text;

/// <summary>
/// JSON of at most so many bytes that is well formed whatever is left out: what does not fit is not begun, and nothing behind it is told, so that the text is
/// a true beginning. Texts may be cut within. Made once and used again; allocates only to grow.
/// </summary>
/// <param name="most">Bytes; less than a handful leaves room for nothing.</param>
internal sealed class JsonText(int most)
{
    // Deeper values of hostile messages are left out.
    private const int MostDepth = 64;

    private const int NumberBytes = 32;

    private readonly ByteList _text = new();
    private ulong _arrays;
    private int _depth;
    private int _unopened;
    private bool _isFirst = true;

    /// <summary>What was written; well formed once every object and array was ended.</summary>
    public ReadOnlySpan<byte> Bytes => _text.Bytes;

    /// <summary>Whether something was left out.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Bytes that are still to be had, should a caller want to spare itself the work of what would be left out.</summary>
    public int Room => IsCut ? 0 : most - _text.Length - _depth;

    public void Clear()
    {
        _text.Clear();
        (_arrays, _depth, _unopened, _isFirst, IsCut) = (0, 0, 0, true, false);
    }

    public void BeginObject(ReadOnlySpan<byte> name = default) => Begin((byte)'{', name);

    public void EndObject() => End();

    public void BeginArray(ReadOnlySpan<byte> name = default) => Begin((byte)'[', name);

    public void EndArray() => End();

    /// <summary>Bytes of any kind as a text: see <see cref="Readable"/>.</summary>
    /// <param name="name">Of the member; empty in an array.</param>
    /// <param name="bytes">The text.</param>
    /// <param name="isWhole">Whether the text ends there; if not, a character may be cut.</param>
    public void Text(ReadOnlySpan<byte> name, ReadOnlySpan<byte> bytes, bool isWhole = true)
    {
        // A text of no byte still has its quotes.
        if (!Lead(name, 2))
            return;
        _text.Add("\""u8);
        var before = _text.Length;
        Readable.Add(_text, bytes, most - _depth - 1, TextStyle.Json, isWhole);
        // An escaped byte is longer than the byte, never shorter.
        IsCut |= _text.Length - before < bytes.Length;
        _text.Add("\""u8);
    }

    public void Text(ReadOnlySpan<byte> bytes) => Text(default, bytes);

    public void Number(ReadOnlySpan<byte> name, long value)
    {
        Span<byte> digits = stackalloc byte[NumberBytes];
        if (Utf8Formatter.TryFormat(value, digits, out var length))
            Raw(name, digits[..length]);
    }

    public void Number(long value) => Number(default, value);

    public void Number(ReadOnlySpan<byte> name, ulong value)
    {
        Span<byte> digits = stackalloc byte[NumberBytes];
        if (Utf8Formatter.TryFormat(value, digits, out var length))
            Raw(name, digits[..length]);
    }

    public void Number(ulong value) => Number(default, value);

    /// <summary>A number; what JSON has no number for (NaN, infinity) as a text.</summary>
    public void Number(ReadOnlySpan<byte> name, double value)
    {
        Span<byte> digits = stackalloc byte[NumberBytes];
        if (!Utf8Formatter.TryFormat(value, digits, out var length))
            return;
        if (double.IsFinite(value))
            Raw(name, digits[..length]);
        else
            Text(name, digits[..length]);
    }

    public void Number(double value) => Number(default, value);

    public void Bool(ReadOnlySpan<byte> name, bool value) => Raw(name, value ? "true"u8 : "false"u8);

    public void Null(ReadOnlySpan<byte> name = default) => Raw(name, "null"u8);

    /// <summary>A value that is JSON already.</summary>
    public void Raw(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Lead(name, value.Length))
            _text.Add(value);
    }

    private void Begin(byte opening, ReadOnlySpan<byte> name)
    {
        if (_unopened > 0 || _depth == MostDepth || !Lead(name, 2))
        {
            IsCut = true;
            _unopened++;
            return;
        }

        _text.Add([opening]);
        var bit = 1UL << _depth++;
        _arrays = opening == '[' ? _arrays | bit : _arrays & ~bit;
        _isFirst = true;
    }

    private void End()
    {
        if (_unopened > 0)
        {
            _unopened--;
            return;
        }

        var bit = 1UL << --_depth;
        _text.Add((_arrays & bit) != 0 ? "]"u8 : "}"u8);
        _isFirst = false;
    }

    /// <summary>Writes what stands before a value, if all of it, the value and the ends of what is open have room.</summary>
    private bool Lead(ReadOnlySpan<byte> name, int valueBytes)
    {
        var isMember = _depth > 0 && (_arrays >> (_depth - 1) & 1) == 0;
        var start = _text.Length;
        // Names of members may come from the wire: an escaped byte takes six at most.
        if (IsCut || start + valueBytes + _depth + (isMember ? name.Length + 3 : 0) + 1 > most)
            return Leave(start);
        if (!_isFirst)
            _text.Add(","u8);
        if (isMember)
        {
            _text.Add("\""u8);
            var before = _text.Length;
            Readable.Add(_text, name, most - valueBytes - _depth - 2, TextStyle.Json);
            if (_text.Length - before < name.Length)
                return Leave(start);
            _text.Add("\":"u8);
        }

        if (_text.Length + valueBytes + _depth > most)
            return Leave(start);
        _isFirst = false;
        return true;
    }

    private bool Leave(int start)
    {
        _text.Cut(start);
        IsCut = true;
        return false;
    }
}
