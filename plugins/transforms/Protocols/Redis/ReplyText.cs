using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>
/// Writes the first bytes of a reply as text: a single value as it is, what has elements as JSON. Several replies to one request have a space between them. What
/// was cut off ends the text.
/// </summary>
/// <param name="wire">The bytes, which <see cref="ReplyReader"/> found to be right.</param>
/// <param name="text">Where the text goes.</param>
/// <param name="most">Bytes that it may have.</param>
/// <param name="rule">What of it is not told.</param>
internal ref struct ReplyText(ReadOnlySpan<byte> wire, ByteList text, int most, SecretRule rule)
{
    // "txt:" or the like in front of a verbatim string.
    private const int FormatBytes = 4;

    private ReadOnlySpan<byte> _rest = wire;
    private SecretScan _secrets = new(rule);
    private int _muted;

    public void Write()
    {
        while (!_rest.IsEmpty && text.Length < most)
        {
            if (text.Length > 0)
                Put(" "u8);
            if (!TryValue(isInside: false, isKey: false))
                return;
        }
    }

    private bool TryValue(bool isInside, bool isKey)
    {
        while (!_rest.IsEmpty && _rest[0] == '|')
            if (!TryAttribute())
                return false;
        if (_rest.IsEmpty)
            return false;
        switch (_rest[0])
        {
            case (byte)'*' or (byte)'~' or (byte)'>':
                return TryElements("["u8, "]"u8, isMap: false);
            case (byte)'%':
                return TryElements("{"u8, "}"u8, isMap: true);
            case (byte)'$' or (byte)'=' or (byte)'!':
                return TryString(isInside);
            case (byte)'_':
                Put("null"u8);
                return TryLine(out _);
            case (byte)'#':
                var isTrue = _rest.Length > 1 && _rest[1] == 't';
                Put(isTrue ? "true"u8 : "false"u8);
                return TryLine(out _);
            default:
                var isNumber = _rest[0] is (byte)':' or (byte)',' or (byte)'(';
                var isWhole = TryLine(out var line);
                // Infinity and what is no number are not JSON.
                isNumber &= !line.IsEmpty && (char.IsAsciiDigit((char)line[^1]) || line[^1] == '.');
                PutString(line, isInside && (!isNumber || isKey), isWhole);
                return isWhole;
        }
    }

    /// <summary>The rest of a line; false when its end was cut off.</summary>
    private bool TryLine(out ReadOnlySpan<byte> line)
    {
        var end = _rest.IndexOf((byte)'\r');
        line = _rest[1..(end < 0 ? _rest.Length : end)];
        _rest = end < 0 ? default : _rest[Math.Min(_rest.Length, end + 2)..];
        return end >= 0;
    }

    private bool TryLength(out long length)
    {
        var line = RespLine.Integer(_rest, out length);
        _rest = line > 0 ? _rest[line..] : default;
        return line > 0;
    }

    private bool TryString(bool isInside)
    {
        var isVerbatim = _rest[0] == '=';
        if (!TryLength(out var length))
            return false;
        if (length == RespLine.Streamed)
            return TryParts(isInside);
        if (length < 0)
        {
            Put("null"u8);
            return true;
        }

        var isWhole = TryBytes(length, out var bytes);
        PutString(isVerbatim ? bytes[Math.Min(bytes.Length, FormatBytes)..] : bytes, isInside, isWhole);
        return isWhole;
    }

    private bool TryBytes(long length, out ReadOnlySpan<byte> bytes)
    {
        var isWhole = length <= _rest.Length;
        bytes = isWhole ? _rest[..(int)length] : _rest;
        _rest = length + 2 <= _rest.Length ? _rest[(int)(length + 2)..] : default;
        return isWhole;
    }

    private bool TryParts(bool isInside)
    {
        // A secret in parts is one all the same, and the part that names one is nothing that servers send.
        var isSecret = _secrets.IsSecret(default);
        if (isInside)
            Put("\""u8);
        if (isSecret)
            Put(SecretScan.Redacted);
        while (!_rest.IsEmpty && _rest[0] == ';' && TryLength(out var length))
        {
            if (length == 0)
            {
                if (isInside)
                    Put("\""u8);
                return true;
            }

            var isWhole = TryBytes(length, out var part);
            if (_muted == 0 && !isSecret)
                Readable.Add(text, part, most, isInside ? TextStyle.Json : TextStyle.Plain, isWhole);
        }

        return false;
    }

    private bool TryElements(ReadOnlySpan<byte> open, ReadOnlySpan<byte> close, bool isMap)
    {
        if (!TryLength(out var count))
            return false;
        if (count == -1)
        {
            Put("null"u8);
            return true;
        }

        Put(open);
        for (long i = 0; count < 0 || i < (isMap ? 2 * count : count); i++)
        {
            if (count < 0 && !_rest.IsEmpty && _rest[0] == '.')
            {
                TryLine(out _);
                break;
            }

            var isValue = isMap && i % 2 != 0;
            if (i > 0)
                Put(isValue ? ":"u8 : ","u8);
            if (text.Length >= most || !TryValue(isInside: true, isKey: isMap && !isValue))
                return false;
        }

        Put(close);
        return true;
    }

    private bool TryAttribute()
    {
        if (!TryLength(out var count))
            return false;
        _muted++;
        var isWhole = true;
        for (long i = 0; i < 2 * count && isWhole; i++)
            isWhole = TryValue(isInside: true, isKey: false);
        _muted--;
        return isWhole;
    }

    private void PutString(ReadOnlySpan<byte> bytes, bool isQuoted, bool isWhole)
    {
        if (_muted > 0)
            return;
        if (_secrets.IsSecret(bytes))
            bytes = SecretScan.Redacted;
        if (isQuoted)
            Put("\""u8);
        Readable.Add(text, bytes, most, isQuoted ? TextStyle.Json : TextStyle.Plain, isWhole);
        // The text shows where it was cut.
        if (isQuoted && isWhole)
            Put("\""u8);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        if (_muted == 0 && text.Length + bytes.Length <= most)
            text.Add(bytes);
    }
}
