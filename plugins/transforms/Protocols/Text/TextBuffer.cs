using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Pipeline.Transforms.Protocols.Text;

/// <summary>UTF-8 text that grows and is used again.</summary>
internal sealed class TextBuffer
{
    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Text => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Takes back what was added since the text was as long as this.</summary>
    public void Cut(int length) => Length = length;

    public void Add(byte character) => Grow(1)[0] = character;

    public void Add(ReadOnlySpan<byte> text) => text.CopyTo(Grow(text.Length));

    public void Add(uint number)
    {
        if (number < 10)
        {
            Add((byte)('0' + number));
            return;
        }

        var width = 2;
        for (var rest = number / 100; rest > 0; rest /= 10)
            width++;
        Add(number, width);
    }

    /// <summary>Adds a number with zeros in front.</summary>
    public void Add(uint number, int width)
    {
        var digits = Grow(width);
        for (var i = width - 1; i >= 0; i--, number /= 10)
            digits[i] = (byte)('0' + number % 10);
    }

    public void AddHex(ReadOnlySpan<byte> bytes)
    {
        var text = Grow(2 * bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
            (text[2 * i], text[2 * i + 1]) = ("0123456789ABCDEF"u8[bytes[i] >> 4], "0123456789ABCDEF"u8[bytes[i] & 15]);
    }

    public void AddBase64(ReadOnlySpan<byte> bytes) => Base64.EncodeToUtf8(bytes, Grow(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out _);

    /// <summary>Adds bytes in the alphabet of RFC 4648 section 7, without padding.</summary>
    public void AddBase32Hex(ReadOnlySpan<byte> bytes)
    {
        var (bits, count) = (0u, 0);
        foreach (var b in bytes)
        {
            (bits, count) = (bits << 8 | b, count + 8);
            for (; count >= 5; count -= 5)
                Add("0123456789ABCDEFGHIJKLMNOPQRSTUV"u8[(int)(bits >> (count - 5) & 31)]);
        }

        if (count > 0)
            Add("0123456789ABCDEFGHIJKLMNOPQRSTUV"u8[(int)(bits << (5 - count) & 31)]);
    }

    /// <summary>Adds printable text as the inside of a JSON string.</summary>
    public void AddJson(ReadOnlySpan<byte> text)
    {
        for (var special = text.IndexOfAny((byte)'"', (byte)'\\'); special >= 0; special = text.IndexOfAny((byte)'"', (byte)'\\'))
        {
            Add(text[..special]);
            Add((byte)'\\');
            Add(text[special]);
            text = text[(special + 1)..];
        }

        Add(text);
    }

    /// <summary>Room at the end, which counts as added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Grow(int length)
    {
        var start = Length;
        if (start + length > _bytes.Length)
            Enlarge(start + length);
        Length = start + length;
        return _bytes.AsSpan(start, length);
    }

    private void Enlarge(int length) => Array.Resize(ref _bytes, Math.Max(length, 2 * _bytes.Length));
}
