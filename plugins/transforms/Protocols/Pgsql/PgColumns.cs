using Pipeline.Transforms.Protocols.Statements;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>The columns of a result: their names, types and which of them have secrets by their names. Those behind the first 64 are not shown.</summary>
internal sealed class PgColumns
{
    public const int Most = 64;

    private readonly int[] _types = new int[Most];
    private ulong _secrets;
    private ulong _binary;

    /// <summary>How many are known; 0: none.</summary>
    public int Count { get; private set; }

    /// <summary>The names, with commas between.</summary>
    public ByteList Names { get; } = new();

    public int Memory => Names.Capacity + Most * sizeof(int) + 64;

    public bool IsSecret(int column) => (_secrets >> column & 1) != 0;

    /// <summary>Whether its values are binary, by the description.</summary>
    public bool IsBinary(int column) => (_binary >> column & 1) != 0;

    public int TypeOf(int column) => _types[column];

    /// <summary>Reads the body of a RowDescription, as far as it is there.</summary>
    public void Read(ReadOnlySpan<byte> body, int mostText)
    {
        Clear();
        var fields = new PgFields(body);
        for (var left = Math.Min(fields.Short(), Most); left > 0; left--)
        {
            var name = fields.Text();
            fields.Take(6);
            var type = fields.Int();
            fields.Take(6);
            var format = fields.Short();
            if (fields.IsCut)
                return;
            if (Count > 0)
                Readable.Add(Names, ","u8, mostText, TextStyle.Plain);
            Readable.Add(Names, name, mostText, TextStyle.Plain);
            _types[Count] = type;
            _secrets |= SecretNames.IsSecret(name) ? 1ul << Count : 0;
            _binary |= format == 1 ? 1ul << Count : 0;
            Count++;
        }
    }

    public void Clear()
    {
        Names.Clear();
        (Count, _secrets, _binary) = (0, 0, 0);
    }
}
