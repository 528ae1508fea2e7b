using Pipeline.Transforms.Protocols.Statements;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>What a connection is set to.</summary>
internal sealed class MySession
{
    private const int MostName = 256;

    public ByteList User { get; } = new();

    public ByteList Database { get; } = new();

    public bool IsMariaDb { get; set; }

    /// <summary>Of both ends; null: the beginning was not seen.</summary>
    public MyCapabilities? Capabilities { get; set; }

    /// <summary>Whether columns end without a packet of their own; null: not known yet.</summary>
    public bool? HasNoEof { get; set; }

    public SqlRules Rules { get; private set; } = SqlRules.MySql;

    public bool Has(MyCapabilities capability) => (Capabilities & capability) == capability;

    /// <summary>The server tells of its state.</summary>
    public void Take(ushort status)
    {
        const ushort noBackslashEscapes = 0x200;
        Rules = SqlRules.MySql with { HasBackslashes = (status & noBackslashEscapes) == 0 };
    }

    /// <summary>Another database was chosen.</summary>
    public void Use(ReadOnlySpan<byte> database)
    {
        Database.Clear();
        Readable.Add(Database, database, MostName, TextStyle.Plain);
    }

    public void Be(ReadOnlySpan<byte> user)
    {
        User.Clear();
        Readable.Add(User, user, MostName, TextStyle.Plain);
    }

    /// <summary>Messages were missed: another database may have been chosen.</summary>
    public void Lose() => Database.Clear();
}
