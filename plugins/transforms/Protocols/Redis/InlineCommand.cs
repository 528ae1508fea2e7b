using System.Globalization;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>Reads a command that someone typed: words in a line, with quotes as redis-cli has them. Gives it as it would be sent otherwise.</summary>
internal sealed class InlineCommand
{
    private readonly ByteList _arguments = new();
    private readonly ByteList _argument = new();
    private readonly ByteList _wire = new();

    /// <summary>The command of the last line, as an array.</summary>
    public ReadOnlySpan<byte> Wire => _wire.Bytes;

    /// <summary>Number of its arguments; 0: the line is empty.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a line, without its end, can be read.</summary>
    public bool TryRead(ReadOnlySpan<byte> line)
    {
        _arguments.Clear();
        Count = 0;
        for (var at = 0; ;)
        {
            while (at < line.Length && IsSpace(line[at]))
                at++;
            if (at == line.Length)
                break;
            _argument.Clear();
            if (!TryArgument(line, ref at))
                return false;
            if (Count == 0 && !CommandName.IsWord(_argument.Bytes))
                return false;
            Count++;
            Write(_arguments, '$', _argument.Length);
            _arguments.Add(_argument.Bytes);
            _arguments.Add("\r\n"u8);
        }

        _wire.Clear();
        Write(_wire, '*', Count);
        _wire.Add(_arguments.Bytes);
        return true;
    }

    private bool TryArgument(ReadOnlySpan<byte> line, ref int at)
    {
        while (at < line.Length && !IsSpace(line[at]))
        {
            if (line[at] is not ((byte)'"' or (byte)'\''))
            {
                _argument.Add(line.Slice(at++, 1));
                continue;
            }

            if (!TryQuoted(line, ref at) || (at < line.Length && !IsSpace(line[at])))
                return false;
        }

        return true;
    }

    private bool TryQuoted(ReadOnlySpan<byte> line, ref int at)
    {
        var quote = line[at++];
        while (at < line.Length && line[at] != quote)
        {
            var b = line[at++];
            if (b == '\\' && at < line.Length)
                b = quote == '"' ? Escaped(line, ref at) : line[at] == '\'' ? line[at++] : b;
            _argument.Add([b]);
        }

        return at++ < line.Length;
    }

    private static byte Escaped(ReadOnlySpan<byte> line, ref int at)
    {
        var b = line[at++];
        if (b == 'x' && at + 1 < line.Length && byte.TryParse(line.Slice(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            at += 2;
            return value;
        }

        return b switch { (byte)'n' => (byte)'\n', (byte)'r' => (byte)'\r', (byte)'t' => (byte)'\t', (byte)'b' => (byte)'\b', (byte)'a' => (byte)'\a', _ => b };
    }

    private static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\v' or (byte)'\f' or 0;

    private static void Write(ByteList into, char type, int value)
    {
        Span<byte> line = stackalloc byte[16];
        line[0] = (byte)type;
        value.TryFormat(line[1..], out var digits, default, CultureInfo.InvariantCulture);
        line[digits + 1] = (byte)'\r';
        line[digits + 2] = (byte)'\n';
        into.Add(line[..(digits + 3)]);
    }
}
