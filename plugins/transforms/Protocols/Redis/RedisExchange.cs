using System.Globalization;
using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>A command with its reply, or what a server sent by itself: a row. Used again for the next.</summary>
internal sealed class RedisExchange(RedisText text) : IRow
{
    private Endpoints _endpoints;

    /// <summary>The command's first bytes, as sent.</summary>
    public WirePrefix Request { get; } = new();

    public ByteList Command { get; } = new();

    /// <summary>Arguments that the command's name is made of.</summary>
    public int Words { get; set; }

    /// <summary>All arguments, the name's too.</summary>
    public long Arguments { get; set; }

    public CommandKind Kind { get; set; }

    public SecretRule Rule { get; set; }

    /// <summary>Whether it is known what the command is.</summary>
    public bool IsTold { get; set; }

    /// <summary>Whether its reply is whole, or none is due.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>Whether the reply has secrets that no rule finds.</summary>
    public bool IsReplySecret { get; set; }

    /// <summary>Replies that are still to come to a subscription; negative: as many as it turns out.</summary>
    public long Left { get; set; }

    /// <summary>Null: there was none, and none was due.</summary>
    public RedisReply? Reply { get; set; }

    /// <summary>Negative: not known.</summary>
    public long Database { get; set; }

    public long Time { get; private set; }

    /// <summary>When the last byte of the reply was moved.</summary>
    public long EndTime { get; set; }

    /// <summary>Bytes charged to its connection.</summary>
    public int Charged { get; set; }

    public int Memory => Request.Memory + Command.Capacity + 320;

    public ref readonly Endpoints Endpoints => ref _endpoints;

    /// <summary>The argument behind the name, as far as it was kept.</summary>
    public ReadOnlySpan<byte> FirstArgument
    {
        get
        {
            var index = 0;
            foreach (var argument in new WireArguments(Request.Bytes))
                if (index++ == Words)
                    return argument;
            return default;
        }
    }

    public void Begin(in Endpoints endpoints, long time) => (_endpoints, Time, EndTime, Database) = (endpoints, time, time, -1);

    public void Clear()
    {
        Request.Clear();
        Command.Clear();
        Reply = null;
        (Words, Arguments, Kind, Rule, Left, Charged) = (0, 0, CommandKind.Plain, SecretRule.None, 0, 0);
        (IsTold, IsAnswered, IsReplySecret) = (false, false, false);
    }

    public void Write(BatchBuilder rows)
    {
        text.Request(this, out var list, out var query);
        rows.Set(RedisTable.Command, Command.Bytes);
        rows.Set(RedisTable.Arguments, list);
        rows.Set(RedisTable.ArgumentCount, (ulong)Math.Max(0, Arguments - Words));
        rows.Set(RedisTable.RequestSize, Request.Size);
        rows.Set(RedisTable.Query, Request.Size == 0 ? default : query);
        Span<byte> database = stackalloc byte[20];
        if (Database >= 0 && Database.TryFormat(database, out var length, default, CultureInfo.InvariantCulture))
            rows.Set(RedisTable.Database, database[..length]);
        // Clocks of two CPUs may disagree by a little.
        rows.Set(RedisTable.Latency, Math.Max(0, EndTime - Time));
        if (Reply is not { } reply)
            return;
        rows.Set(RedisTable.Response, text.Response(reply, Rule, IsReplySecret || Rule == SecretRule.Reply));
        rows.Set(RedisTable.Kind, (byte)reply.Kind);
        rows.Set(RedisTable.Error, reply.Error.Bytes);
        rows.Set(RedisTable.Count, reply.Count);
        rows.Set(RedisTable.ResponseSize, reply.Wire.Size);
    }
}
