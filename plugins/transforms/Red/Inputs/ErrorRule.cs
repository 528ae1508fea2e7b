using System.Text;

namespace Pipeline.Transforms.Red.Inputs;

/// <summary>What <c>error.type</c> is of a table's rows.</summary>
internal sealed class ErrorRule(SpanTable table)
{
    private const int ServerError = 500;
    private const int ClientError = 400;

    // Queries to these go to all hosts nearby, and whoever has something to say answers: silence is none.
    private const int MulticastDns = 5353;
    private const int LocalNameResolution = 5355;

    private readonly Cell _type = Cell.OfAttribute(table.Schema, "error.type");
    private readonly StatusRule _status = new(table.Schema);

    /// <summary>The word; empty: nothing went wrong.</summary>
    public ReadOnlySpan<byte> Read(RecordBatch batch, int row, CallKind kind, Side side)
    {
        var told = _type.Text(batch, row);
        if (!told.IsEmpty)
            return told;
        return kind switch
        {
            CallKind.Http => Http(batch, row, side),
            CallKind.Rpc => Rpc(batch, row, side),
            CallKind.Database when table.Database.Status.Exists => table.Database.Status.Text(batch, row),
            CallKind.Dns => Dns(batch, row),
            _ => _type.Exists ? default : _status.Read(batch, row),
        };
    }

    private ReadOnlySpan<byte> Http(RecordBatch batch, int row, Side side) =>
        table.Http.Status.Number(batch, row) >= (side == Side.Server ? ServerError : ClientError) ? table.Http.Status.Text(batch, row) : default;

    private ReadOnlySpan<byte> Rpc(RecordBatch batch, int row, Side side)
    {
        var code = table.Rpc.Status.Text(batch, row);
        if (code.IsEmpty)
            return Http(batch, row, side);
        return code.SequenceEqual("OK"u8) || (side == Side.Server && IsCallersFault(code)) ? default : code;
    }

    /// <summary>What the conventions do not count against a server: the caller has cancelled, asked for something wrong, or may not.</summary>
    private static bool IsCallersFault(ReadOnlySpan<byte> code) =>
        code.SequenceEqual("CANCELLED"u8) || code.SequenceEqual("INVALID_ARGUMENT"u8) || code.SequenceEqual("NOT_FOUND"u8) || code.SequenceEqual("ALREADY_EXISTS"u8)
        || code.SequenceEqual("PERMISSION_DENIED"u8) || code.SequenceEqual("RESOURCE_EXHAUSTED"u8) || code.SequenceEqual("FAILED_PRECONDITION"u8)
        || code.SequenceEqual("ABORTED"u8) || code.SequenceEqual("OUT_OF_RANGE"u8) || code.SequenceEqual("UNAUTHENTICATED"u8);

    private ReadOnlySpan<byte> Dns(RecordBatch batch, int row)
    {
        var code = _status.Word(batch, row);
        if (!Ascii.EqualsIgnoreCase(code, "none"u8))
            return _status.Read(batch, row);
        return table.Ends.RemotePort.Number(batch, row) is MulticastDns or LocalNameResolution ? default : "no_response"u8;
    }
}
