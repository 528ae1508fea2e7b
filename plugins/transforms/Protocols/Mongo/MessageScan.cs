using System.Buffers.Binary;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>
/// Goes through a message as it comes, whatever its size, and picks out what the row needs: values of the outermost documents that stand behind megabytes of
/// others, and counts. It keeps no more than the element at hand. What is not as it should be ends it; the length of the message is not its affair.
/// </summary>
internal sealed class MessageScan
{
    // An element of interest with its name and value; one that is larger is no such.
    private const int MostElement = 1024;
    private const int MostDepth = 6;

    private readonly ByteList _part = new();
    private readonly (ScanRole Role, long End)[] _open = new (ScanRole, long)[MostDepth];
    private MongoMessage? _message;
    private ScanStage _stage;
    private int _depth;
    private long _at;
    private long _end;
    private long _skip;
    private long _sequenceEnd;
    private bool _isRequest;
    private bool _isFirst;

    /// <summary>Whether something was not as it should be.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Begins a message, behind its header.</summary>
    /// <param name="message">What is found goes there.</param>
    /// <param name="length">Bytes behind the header.</param>
    /// <param name="isRequest">Whether it asks.</param>
    public void Begin(MongoMessage message, long length, bool isRequest)
    {
        (_message, _end, _isRequest) = (message, length, isRequest);
        (_stage, _depth, _at, _skip, _isFirst, IsBroken) = (ScanStage.Head, 0, 0, 0, true, false);
        _part.Clear();
    }

    /// <summary>The next bytes.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && _stage != ScanStage.Off)
        {
            if (_skip > 0)
            {
                var skipped = (int)Math.Min(_skip, bytes.Length);
                bytes = bytes[skipped..];
                (_skip, _at) = (_skip - skipped, _at + skipped);
                continue;
            }

            var before = _part.Length;
            var view = bytes;
            if (before > 0)
            {
                _part.Add(bytes[..Math.Min(bytes.Length, MostElement - before)]);
                view = _part.Bytes;
            }

            var used = Step(view);
            if (_stage == ScanStage.Off)
                return;
            if (used == 0 && view.Length >= MostElement)
            {
                Stop();
            }
            else if (used == 0)
            {
                if (before == 0)
                    _part.Add(bytes);
                return;
            }
            else
            {
                _at += used;
                bytes = bytes[(used - before)..];
                _part.Clear();
            }
        }
    }

    /// <summary>Bytes that nobody saw.</summary>
    public void Gap(ulong bytes)
    {
        if (bytes > (ulong)_skip)
            Stop();
        else
            (_skip, _at) = (_skip - (long)bytes, _at + (long)bytes);
    }

    /// <summary>Nothing more will be seen of the message: what was counted up to here is no count.</summary>
    public void Stop()
    {
        for (var i = 0; i < _depth; i++)
            if (_open[i].Role == ScanRole.Batch)
                _message!.Count = null;
        _stage = ScanStage.Off;
    }

    /// <summary>Reads one thing; how many bytes it has, or 0 where more are needed.</summary>
    private int Step(ReadOnlySpan<byte> view) => _stage switch
    {
        ScanStage.Head => Head(view),
        ScanStage.Section => Section(view),
        ScanStage.Sequence => Document(view, isOuter: false, _sequenceEnd, ScanStage.Section),
        ScanStage.Documents => Document(view, isOuter: _isFirst, _end, ScanStage.Off),
        _ => Element(view),
    };

    private int Head(ReadOnlySpan<byte> view)
    {
        var message = _message!;
        switch (message.Opcode)
        {
            case Opcode.Message:
                if (view.Length < 4)
                    return 0;
                message.Flags = (MessageFlags)BinaryPrimitives.ReadInt32LittleEndian(view);
                _end -= (message.Flags & MessageFlags.Checksum) != 0 ? 4 : 0;
                _stage = ScanStage.Section;
                return 4;
            case Opcode.Reply:
                if (view.Length < 20)
                    return 0;
                LegacyReply.Read(view, message);
                // Documents of a query may have the same names as the answer to a command.
                _stage = message.IsCommand || message.IsOk == false ? ScanStage.Documents : ScanStage.Off;
                return 20;
            case Opcode.KillCursors:
                MongoMessage.Set(message.Command, "killCursors"u8);
                _stage = ScanStage.Off;
                return 4;
            default:
                return LegacyHead(view, message);
        }
    }

    private int LegacyHead(ReadOnlySpan<byte> view, MongoMessage message)
    {
        var name = view.Length > 4 ? view[4..].IndexOf((byte)0) : -1;
        var more = message.Opcode switch { Opcode.Query => 8, Opcode.GetMore => 12, Opcode.Insert => 0, _ => 4 };
        if (name < 0 || view.Length < 4 + name + 1 + more)
            return 0;
        message.Name(view.Slice(4, name));
        if (message.Opcode == Opcode.GetMore)
            message.CursorId = BinaryPrimitives.ReadInt64LittleEndian(view[(4 + name + 1 + 4)..]);
        // Commands are queries of a collection that is none: the document tells which.
        var isCommand = message.Opcode == Opcode.Query && message.Collection.Length == 0;
        message.IsCommand = isCommand;
        if (!isCommand)
            MongoMessage.Set(message.Command, message.Opcode switch { Opcode.Query => "query"u8, Opcode.GetMore => "getMore"u8, Opcode.Insert => "insert"u8, Opcode.Update => "update"u8, _ => "delete"u8 });
        (_stage, _isFirst) = (message.Opcode == Opcode.GetMore ? ScanStage.Off : ScanStage.Documents, isCommand);
        return 4 + name + 1 + more;
    }

    private int Section(ReadOnlySpan<byte> view)
    {
        if (_at >= _end)
            return Off(view.Length);
        if (view.Length < 5)
            return 0;
        var length = BinaryPrimitives.ReadInt32LittleEndian(view[1..]);
        if (view[0] > 1 || length < BsonType.LeastDocument || _at + 1 + length > _end)
            return Break();
        if (view[0] == 0)
        {
            Open(_isRequest ? ScanRole.Request : ScanRole.Response, _at + 1 + length);
            return 5;
        }

        var name = view[5..].IndexOf((byte)0);
        if (name < 0)
            return 0;
        (_stage, _sequenceEnd) = (ScanStage.Sequence, _at + 1 + length);
        return 5 + name + 1;
    }

    private int Document(ReadOnlySpan<byte> view, bool isOuter, long end, ScanStage behind)
    {
        if (_at >= end)
        {
            if (_at > end || behind == ScanStage.Off)
                return Off(view.Length);
            _stage = behind;
            return Step(view);
        }

        if (view.Length < 4)
            return 0;
        var length = BinaryPrimitives.ReadInt32LittleEndian(view);
        if (length < BsonType.LeastDocument || _at + length > end)
            return Break();
        if (isOuter)
            Open(_isRequest ? ScanRole.Request : ScanRole.Response, _at + length);
        else
            _skip = length - 4;
        return 4;
    }

    private void Open(ScanRole role, long end)
    {
        (_open[_depth++], _stage) = ((role, end), ScanStage.Elements);
        _isFirst |= role == ScanRole.Explained;
    }

    private int Element(ReadOnlySpan<byte> view)
    {
        var (role, end) = _open[_depth - 1];
        if (view[0] == BsonType.End)
        {
            if (_at + 1 != end)
                return Break();
            _depth--;
            if (_depth == 0)
                (_stage, _isFirst) = (_message!.Opcode == Opcode.Message ? ScanStage.Section : ScanStage.Documents, false);
            return 1;
        }

        var type = view[0];
        var name = view[1..].IndexOf((byte)0);
        if (!BsonType.IsKnown(type))
            return Break();
        if (name < 0)
            return 0;
        var head = name + 2;
        var value = view[head..];
        var length = BsonType.IsEmpty(type) ? 0 : BsonType.Length(type, value);
        if (length == 0 && !BsonType.IsEmpty(type))
            return 0;
        if (length == BsonType.Wrong || _at + head + length >= end)
            return Break();
        var isFirst = _isFirst;
        if (type is BsonType.Document or BsonType.Array)
        {
            _isFirst = false;
            return Inside(role, type, view.Slice(1, name), isFirst) is { } inside && _depth < MostDepth ? Descend(inside, head, length) : Pass(head + 4, length - 4);
        }

        if (length <= MongoMessage.MostName + 8)
        {
            if (value.Length < length)
                return 0;
            _isFirst = false;
            ScanValues.Take(_message!, role, type, view.Slice(1, name), value[..length], isFirst);
            return head + length;
        }

        _isFirst = false;
        if (isFirst && role == ScanRole.Request)
            MongoMessage.Set(_message!.Command, view.Slice(1, name));
        return Pass(head + 4, length - 4);
    }

    private int Descend(ScanRole role, int head, int length)
    {
        Open(role, _at + head + length);
        return head + 4;
    }

    private int Pass(int used, long rest)
    {
        _skip = rest;
        return used;
    }

    /// <summary>What an element that has elements is to us; null: nothing.</summary>
    private ScanRole? Inside(ScanRole role, byte type, ReadOnlySpan<byte> name, bool isFirst)
    {
        var message = _message!;
        var isArray = type == BsonType.Array;
        switch (role)
        {
            case ScanRole.Request when isFirst:
                // Drivers once wrapped queries, and so commands.
                if (message.Opcode == Opcode.Query && (name.SequenceEqual("$query"u8) || name.SequenceEqual("query"u8)))
                {
                    _isFirst = true;
                    return ScanRole.Request;
                }

                MongoMessage.Set(message.Command, name);
                return name.SequenceEqual("explain"u8) ? ScanRole.Explained : null;
            case ScanRole.Response when !isArray:
                return name.SequenceEqual("cursor"u8) ? ScanRole.Cursor : name.SequenceEqual("writeConcernError"u8) ? ScanRole.WriteConcern
                    : name.SequenceEqual("lastErrorObject"u8) ? ScanRole.LastError : null;
            case ScanRole.Response:
                return name.SequenceEqual("writeErrors"u8) ? ScanRole.WriteErrors : null;
            case ScanRole.Cursor when isArray && (name.SequenceEqual("firstBatch"u8) || name.SequenceEqual("nextBatch"u8)):
                message.Count = 0;
                return ScanRole.Batch;
            case ScanRole.Batch:
                message.Count++;
                return null;
            case ScanRole.WriteErrors:
                return message.Code is null ? ScanRole.WriteError : null;
            default:
                return null;
        }
    }

    private int Off(int bytes)
    {
        _stage = ScanStage.Off;
        return bytes;
    }

    private int Break()
    {
        (_stage, IsBroken) = (ScanStage.Off, true);
        return 1;
    }
}
