using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Http;

/// <summary>Makes of fields of the same name one, with a list of their values.</summary>
internal sealed class RepeatedFields
{
    private readonly AttributeWriter _writer = new();
    private readonly bool[] _isDone = new bool[HeadReader.MostFields];

    /// <summary>The cell with each name once, in the order in which names came first. Valid until the next call.</summary>
    /// <param name="cell">Fields as <see cref="HeadReader"/> writes them.</param>
    /// <param name="starts">Where each begins.</param>
    public ReadOnlySpan<byte> Write(ReadOnlySpan<byte> cell, ReadOnlySpan<int> starts)
    {
        _writer.Clear();
        Array.Clear(_isDone);
        for (var i = 0; i < starts.Length; i++)
        {
            if (_isDone[i])
                continue;
            var name = Text(cell, starts[i]);
            var next = NextAlike(cell, starts, name, i + 1);
            _writer.Key(name);
            if (next > 0)
                _writer.BeginList();
            _writer.Utf8(ValueOf(cell, starts[i], name));
            if (next < 0)
                continue;
            for (; next > 0; next = NextAlike(cell, starts, name, next + 1))
            {
                _writer.Utf8(ValueOf(cell, starts[next], name));
                _isDone[next] = true;
            }

            _writer.End();
        }

        return _writer.Written;
    }

    private static int NextAlike(ReadOnlySpan<byte> cell, ReadOnlySpan<int> starts, ReadOnlySpan<byte> name, int from)
    {
        for (var i = from; i < starts.Length; i++)
            if (Text(cell, starts[i]).SequenceEqual(name))
                return i;
        return -1;
    }

    private static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> cell, int start, ReadOnlySpan<byte> name) => Text(cell, start + sizeof(uint) + name.Length + 1);

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> cell, int at) =>
        cell.Slice(at + sizeof(uint), (int)BinaryPrimitives.ReadUInt32LittleEndian(cell[at..]));
}
