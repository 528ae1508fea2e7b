using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>What is known of a message, request or response. Used again for the next.</summary>
internal sealed class MongoMessage
{
    /// <summary>Names of more bytes are none of databases or commands.</summary>
    public const int MostName = 255;

    public MessageHeader Header { get; set; }

    /// <summary>What it is once it is decompressed.</summary>
    public Opcode Opcode { get; set; }

    public MessageFlags Flags { get; set; }

    /// <summary>Whether it is a command, or answers one; of messages before OP_MSG some are not.</summary>
    public bool IsCommand { get; set; }

    /// <summary>Bytes that its connection is charged with.</summary>
    public int Charged { get; set; }

    public Compressor Compressor { get; set; }

    /// <summary>The first bytes behind the header, decompressed.</summary>
    public ByteList Kept { get; } = new();

    /// <summary>Whether nothing is missing behind what was kept.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Bytes as sent that are to be decompressed.</summary>
    public ByteList Packed { get; } = new();

    /// <summary>The first name in the document; of the messages before OP_MSG what they do.</summary>
    public ByteList Command { get; } = new();

    public ByteList Database { get; } = new();

    public ByteList Collection { get; } = new();

    public ByteList CodeName { get; } = new();

    /// <summary>Null: the answer does not tell whether it is one.</summary>
    public bool? IsOk { get; set; }

    public long? Code { get; set; }

    /// <summary>Null: not told.</summary>
    public long? Count { get; set; }

    public long CursorId { get; set; }

    public int Memory => Kept.Capacity + Packed.Capacity + Command.Capacity + Database.Capacity + Collection.Capacity + CodeName.Capacity;

    public void Clear()
    {
        (Header, Opcode, Flags, Compressor, IsWhole, IsCommand) = (default, default, default, default, false, false);
        (IsOk, Code, Count, CursorId) = (null, null, null, 0);
        foreach (var list in (ReadOnlySpan<ByteList>)[Kept, Packed, Command, Database, Collection, CodeName])
            list.Clear();
    }

    /// <summary>Splits what legacy messages name a collection by: the database ends at the first dot.</summary>
    public void Name(ReadOnlySpan<byte> full)
    {
        var dot = full.IndexOf((byte)'.');
        if (dot < 0 || full.Length > 2 * MostName)
            return;
        Set(Database, full[..dot]);
        if (!full[dot..].SequenceEqual(".$cmd"u8))
            Set(Collection, full[(dot + 1)..]);
    }

    /// <summary>Keeps a name, if it is one.</summary>
    public static void Set(ByteList name, ReadOnlySpan<byte> bytes)
    {
        name.Clear();
        if (bytes.Length <= MostName && System.Text.Unicode.Utf8.IsValid(bytes))
            name.Add(bytes);
    }
}
