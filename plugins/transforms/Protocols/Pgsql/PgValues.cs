using System.Buffers.Binary;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>Values of parameters as a message that binds them has them, and the formats of what will be returned.</summary>
internal readonly ref struct PgValues
{
    private readonly ReadOnlySpan<byte> _formats;
    private readonly ReadOnlySpan<byte> _values;
    private readonly ReadOnlySpan<byte> _resultFormats;
    private readonly int _count;

    private PgValues(ReadOnlySpan<byte> body, bool isWhole)
    {
        var fields = new PgFields(body);
        _formats = fields.Take(2 * fields.Short());
        _count = fields.Short();
        _values = fields.Rest;
        for (var i = 0; i < _count && !fields.IsCut; i++)
            fields.Value(out _);
        _resultFormats = fields.Take(2 * fields.Short());
        IsKnown = isWhole && !fields.IsCut;
    }

    /// <summary>Whether the formats of results are known.</summary>
    public bool IsKnown { get; }

    public static PgValues Of(PgPortal portal) => new(portal.Values.Bytes, portal.IsWhole);

    public bool IsResultBinary(int column) => IsBinary(_resultFormats, column);

    /// <summary>Adds the values to a list's cell; only of parameters of which it is known what they are for.</summary>
    public void AddTo(ByteList cell, PgStatement statement, int most)
    {
        var fields = new PgFields(_values);
        Span<byte> length = stackalloc byte[sizeof(uint)];
        for (var i = 0; i < Math.Min(_count, PgStatement.MostParameters) && cell.Length < most; i++)
        {
            var value = fields.Value(out var isNull);
            if (fields.IsCut && value.IsEmpty)
                return;
            var start = cell.Length;
            cell.Add(length);
            var room = Math.Max(most, start + sizeof(uint));
            var isSecret = (statement.Secret >> i & 1) != 0 || (statement.Seen >> i & 1) == 0;
            if (isNull)
                Readable.Add(cell, "NULL"u8, room, TextStyle.Plain);
            else if (isSecret || Statements.SecretNames.IsIn(value, fields.IsCut))
                Readable.Add(cell, "[redacted]"u8, room, TextStyle.Plain);
            else
                PgValue.Add(cell, value, statement.TypeOf(i), IsBinary(_formats, i), room, !fields.IsCut);
            BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)(cell.Length - start - sizeof(uint)));
            cell.Set(start, length);
            length.Clear();
        }
    }

    /// <summary>One format for all, or one each; none: all are text.</summary>
    private static bool IsBinary(ReadOnlySpan<byte> formats, int index) =>
        formats.Length == 2 ? formats[1] == 1 : formats.Length > 2 * index + 1 && formats[2 * index + 1] == 1;
}
