using Pipeline.Transforms.Protocols.Statements;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>A statement as a row tells of it, and what is known of its parameters and columns. Used again once nobody refers to it.</summary>
internal sealed class PgStatement
{
    public const int MostParameters = 64;

    private readonly int[] _types = new int[MostParameters];

    /// <summary>The text with secrets redacted.</summary>
    public ByteList Text { get; } = new();

    public ByteList Operation { get; } = new();

    public ByteList Collection { get; } = new();

    public PgColumns Columns { get; } = new();

    /// <summary>Parameters that occur in the text that is here, and which of them are secrets.</summary>
    public ulong Seen { get; private set; }

    /// <inheritdoc cref="Seen"/>
    public ulong Secret { get; private set; }

    public int References { get; set; }

    public int Charged { get; set; }

    public int Memory => Text.Capacity + Operation.Capacity + Collection.Capacity + Columns.Memory + MostParameters * sizeof(int) + 200;

    /// <summary>The type of a parameter; 0: not known.</summary>
    public int TypeOf(int parameter) => parameter < MostParameters ? _types[parameter] : 0;

    /// <summary>Takes the text.</summary>
    public void Read(ReadOnlySpan<byte> text, bool isWhole, SqlRules rules, int mostText)
    {
        Clear();
        StatementText.Add(Text, text, rules, mostText, isWhole);
        var head = StatementHead.Of(text, rules, isWhole);
        Operation.Add(head.Operation);
        StatementHead.AddName(Collection, head.Collection);
        if (text.IndexOf((byte)'$') >= 0)
            (Seen, Secret) = StatementText.Parameters(text, rules);
    }

    /// <summary>Takes types of parameters, as a client or a server lists them behind their number.</summary>
    public void ReadTypes(ReadOnlySpan<byte> body)
    {
        var fields = new PgFields(body);
        var count = Math.Min(fields.Short(), MostParameters);
        for (var i = 0; i < count; i++)
        {
            var type = fields.Int();
            _types[i] = type != 0 ? type : _types[i];
        }
    }

    public void Clear()
    {
        Text.Clear();
        Operation.Clear();
        Collection.Clear();
        Columns.Clear();
        Array.Clear(_types);
        (Seen, Secret) = (0, 0);
    }
}
