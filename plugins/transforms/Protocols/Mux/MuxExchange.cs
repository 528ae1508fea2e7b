using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mux;

/// <summary>A message with its answer: a row. Used again for the next.</summary>
/// <param name="most">Bytes kept of each message.</param>
/// <param name="json">Lent for the text of the body.</param>
internal sealed class MuxExchange(int most, JsonText json) : IRow
{
    private const int LongestPath = 256;

    private readonly ByteList _request = new();
    private readonly ByteList _answer = new();
    private readonly ByteList _message = new();
    private Endpoints _endpoints;

    public MuxType Type { get; private set; }

    public int Tag { get; private set; }

    public Side AskedBy { get; private set; }

    /// <summary>Whether all fragments of the request came.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Whether it is not known what it is: then it is no row.</summary>
    public bool IsDoubtful { get; set; }

    /// <summary>Whether an answer is due, so that it waits.</summary>
    public bool Waits { get; private set; }

    /// <summary>Null: none came, and none is due.</summary>
    public MuxType? Answer { get; private set; }

    /// <summary>Whether bytes were not seen of what is told.</summary>
    public bool HasGap { get; private set; }

    public long RequestSize { get; private set; }

    public long AnswerSize { get; private set; }

    public long Time { get; private set; }

    public long EndTime { get; set; }

    /// <summary>Bytes charged to its connection.</summary>
    public int Charged { get; set; }

    public int Memory => _request.Capacity + _answer.Capacity + _message.Capacity + 250;

    public ref readonly Endpoints Endpoints => ref _endpoints;

    /// <summary>Whether it is told so much of a Tdispatch as has a beginning: of what is the rest of one, nothing is.</summary>
    public bool HasBeginning => Type != MuxType.Tdispatch || (!HasGap && MuxGuess.BeginsDispatch(_request.Bytes));

    public void Begin(in Endpoints endpoints, long time, in MuxHeader header, Side side) =>
        (_endpoints, Time, EndTime, Type, Tag, AskedBy, Waits) = (endpoints, time, time, header.Type == MuxType.Rerr ? MuxType.OldRerr : header.Type, header.Tag, side, !header.IsAlone);

    /// <summary>A fragment begins.</summary>
    public void Add(in MuxHeader header, bool isAnswer)
    {
        var size = (long)header.Length + MuxHeader.LengthBytes;
        if (isAnswer)
            (Answer, AnswerSize) = (header.Type, AnswerSize + size);
        else
            RequestSize += size;
    }

    /// <summary>Bytes behind a header.</summary>
    public void Take(ReadOnlySpan<byte> bytes, bool isAnswer)
    {
        var kept = isAnswer ? _answer : _request;
        if (!HasGap)
            kept.Add(bytes[..Math.Min(bytes.Length, Math.Max(0, most - kept.Length))]);
    }

    /// <summary>Bytes that nobody saw: what comes behind them is not put where it belongs.</summary>
    public void Skip(bool isAnswer) => HasGap |= (isAnswer ? _answer : _request).Length < most;

    public void Clear()
    {
        _request.Clear();
        _answer.Clear();
        _message.Clear();
        (Answer, HasGap, IsWhole, IsDoubtful, RequestSize, AnswerSize, Charged) = (null, false, false, false, 0, 0, 0);
    }

    public void Write(BatchBuilder rows)
    {
        rows.Set(MuxTable.Type, (sbyte)Type);
        rows.Set(MuxTable.Tag, (uint)Tag);
        rows.Set(MuxTable.Path, Describe());
        rows.Set(MuxTable.System, Type is MuxType.Tdispatch or MuxType.Treq && AskedBy == Side.Request ? "finagle"u8 : default);
        rows.Set(MuxTable.Body, json.Bytes);
        var status = Conclude();
        rows.Set(MuxTable.Status, (byte)status);
        rows.Set(MuxTable.Message, _message.Bytes);
        rows.Set(MuxTable.Error, status switch { MuxStatus.Error => "error"u8, MuxStatus.Nack => "nack"u8, MuxStatus.Refused => "refused"u8, _ => default });
        rows.Set(MuxTable.AskedBy, (byte)AskedBy);
        rows.Set(MuxTable.RequestSize, (ulong)RequestSize);
        rows.Set(MuxTable.ResponseSize, (ulong)AnswerSize);
        // Clocks of two CPUs may disagree by a little.
        rows.Set(MuxTable.Latency, Math.Max(0, EndTime - Time));
    }

    /// <summary>Writes the body; the path.</summary>
    private ReadOnlySpan<byte> Describe()
    {
        json.Clear();
        json.BeginObject();
        var fields = new MuxFields(_request.Bytes);
        ReadOnlySpan<byte> path = default;
        switch (Type)
        {
            case MuxType.Tdispatch:
                fields.Names(json, "contexts"u8);
                path = fields.Text();
                path = path[..Math.Min(path.Length, LongestPath)];
                if (!fields.IsCut)
                    fields.Rules(json, "dtab"u8);
                break;
            case MuxType.Tinit:
                json.Number("version"u8, (long)fields.U16());
                fields.Settings(json, "settings"u8);
                break;
            case MuxType.Tlease when fields.U8() == 0:
                json.Number("milliseconds"u8, fields.Number(8));
                break;
            case MuxType.Tdiscarded or MuxType.OldTdiscarded:
                json.Number("tag"u8, fields.Number(3));
                json.Text("why"u8, fields.Rest);
                break;
        }

        json.EndObject();
        return path;
    }

    /// <summary>What came of it, and what the answer says of that.</summary>
    private MuxStatus Conclude()
    {
        if (Answer is not { } answer)
            return MuxStatus.None;
        if (answer is MuxType.Rerr or MuxType.OldRerr or MuxType.Rdiscarded)
        {
            Readable.Add(_message, _answer.Bytes, most, TextStyle.Plain, isWhole: false);
            return MuxStatus.Refused;
        }

        if (answer is not (MuxType.Rdispatch or MuxType.Rreq) || _answer.Length == 0)
            return MuxStatus.Ok;
        var fields = new MuxFields(_answer.Bytes);
        var status = fields.U8() switch { 0 => MuxStatus.Ok, 1 => MuxStatus.Error, _ => MuxStatus.Nack };
        if (status == MuxStatus.Ok)
            return status;
        if (answer == MuxType.Rdispatch)
            for (var left = fields.U16(); left > 0 && !fields.IsCut; left--)
            {
                fields.Text();
                fields.Text();
            }

        Readable.Add(_message, fields.Rest, most, TextStyle.Plain, isWhole: false);
        return status;
    }
}
