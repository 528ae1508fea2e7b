using System.Runtime.InteropServices;
using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>
/// All queries of a worker that wait for their responses. They wait here and not at their connections, because a socket that talks to many peers, and a client
/// that takes a new port for each query, would leave a connection behind for each.
/// </summary>
internal sealed class DnsPairs
{
    /// <summary>How long a response is waited for, in nanoseconds: resolvers go on for so long.</summary>
    public const long Timeout = 10_000_000_000;

    private const int MostWaiting = 1 << 20;
    private const int MostUnused = 1024;
    private const int MostTransfers = 64;
    private const ushort MulticastPort = 5353;

    private readonly IdPairing<DnsKey, DnsExchange> _waiting;
    private readonly Stack<DnsExchange> _unused = new();
    private readonly Stack<Transfer> _unusedTransfers = new();
    private readonly RecentAnswers _recent = new();
    private readonly MessageText _request = new();
    private readonly MessageText _response = new();
    private Rows? _rows;
    private Counters? _counters;
    private int _transfers;

    /// <param name="memory">Bytes that waiting queries may take.</param>
    public DnsPairs(long memory) => _waiting = new(Timeout, MostWaiting, memory, Unpaired);

    /// <summary>Rows and books are the same for all connections of the protocol.</summary>
    public void Open(IConnection connection) => (_rows, _counters) = (connection.Rows, connection.Counters);

    public void Expire(long now) => _waiting.Expire(now);

    /// <summary>Takes a message, of at least a header's size.</summary>
    public void Take(IConnection connection, DnsStreamParser? stream, ReadOnlySpan<byte> message, Moment moment)
    {
        var header = new Header(message);
        var ends = connection.Endpoints;
        var key = new DnsKey(ends.ConnectionId, ends.RemoteAddress, ends.RemotePort, header.Id, connection.TraceRole);
        var question = Question.Hash(message, header);
        _counters!.Messages++;
        if (header.IsResponse)
            Answer(connection, stream, message, header, key, question, moment);
        else
            Ask(connection, stream, message, key, question, moment.First);
    }

    private void Ask(IConnection connection, DnsStreamParser? stream, ReadOnlySpan<byte> message, in DnsKey key, ulong question, long time)
    {
        if (_waiting.Find(key, question, static (waiting, asked) => waiting.Question == asked) is { } repeated)
        {
            repeated.Retransmits++;
            return;
        }

        var exchange = Rent();
        exchange.Begin(connection, key, stream, time);
        exchange.Ask(message, question);
        if (IsMulticast(exchange.Endpoints))
            Emit(exchange, Seen.Request);
        else
            _waiting.Ask(key, exchange, connection.Now, DnsExchange.BaseBytes + exchange.Query.Length);
    }

    private void Answer(IConnection connection, DnsStreamParser? stream, ReadOnlySpan<byte> message, in Header header, in DnsKey key, ulong question, Moment moment)
    {
        // Refusals and later messages of a transfer may leave the question out.
        var exchange = question == 0 ? _waiting.Find(key) : _waiting.Find(key, question, static (waiting, told) => waiting.Question == told);
        var identity = unchecked((ulong)key.GetHashCode() << 32 ^ question);
        if (exchange is null)
        {
            _counters!.UnpairedResponses++;
            if (!_recent.Has(identity, connection.Now))
                AnswerUnasked(connection, stream, message, key, moment);
            return;
        }

        exchange.EndTime = moment.Last;
        exchange.ResponseSize += (uint)message.Length;
        if (Transfers(exchange, message, header) is { } transfer && !transfer.IsEnd(message, header))
        {
            // From now on the next message is waited for.
            _waiting.Answered(key, exchange);
            _waiting.Ask(key, exchange, connection.Now, DnsExchange.BaseBytes + exchange.Query.Length);
            return;
        }

        _waiting.Answered(key, exchange);
        _recent.Add(identity, connection.Now);
        if (exchange.Transfer is null)
            _response.Read(message);
        Emit(exchange, Seen.Both);
    }

    private void AnswerUnasked(IConnection connection, DnsStreamParser? stream, ReadOnlySpan<byte> message, in DnsKey key, Moment moment)
    {
        var exchange = Rent();
        exchange.Begin(connection, key, stream, moment.First);
        exchange.ResponseSize = (uint)message.Length;
        _response.Read(message);
        Emit(exchange, Seen.Response);
    }

    /// <summary>The transfer that a response is part of; null where it is none, or there are too many of them: then its first message is all that is told.</summary>
    private Transfer? Transfers(DnsExchange exchange, ReadOnlySpan<byte> message, in Header header)
    {
        if (exchange.Transfer is not null || exchange.Stream is null || _transfers == MostTransfers)
            return exchange.Transfer;
        var type = Question.Type(exchange.Query, new Header(exchange.Query));
        if (type is not (RecordType.Axfr or RecordType.Ixfr) || header.Opcode != Opcode.Query || message.IsEmpty)
            return null;
        _transfers++;
        exchange.Transfer = _unusedTransfers.TryPop(out var unused) ? unused : new Transfer();
        exchange.Transfer.Begin(type == RecordType.Ixfr);
        return exchange.Transfer;
    }

    private void Unpaired(DnsExchange exchange, WaitEnd why)
    {
        _counters!.UnpairedRequests++;
        // Where messages were lost, and where nobody waited to the end, a response may have come.
        if (why != WaitEnd.TimedOut || exchange.Stream?.Losses > exchange.Losses)
        {
            Return(exchange);
            return;
        }

        exchange.Transfer?.Text.Cut();
        Emit(exchange, exchange.Transfer is null ? Seen.Request : Seen.Both);
    }

    private void Emit(DnsExchange exchange, Seen seen)
    {
        if (seen != Seen.Response)
        {
            _request.Read(exchange.Query);
            if (exchange.IsQueryCut)
                _request.Cut();
            exchange.RequestText = _request;
        }

        if (seen != Seen.Request)
            exchange.ResponseText = exchange.Transfer?.Text ?? _response;
        _rows!.Add(exchange.TraceRole, _counters!, exchange);
        Return(exchange);
    }

    private DnsExchange Rent() => _unused.TryPop(out var exchange) ? exchange : new DnsExchange();

    private void Return(DnsExchange exchange)
    {
        if (exchange.Transfer is { } transfer)
        {
            _transfers--;
            _unusedTransfers.Push(transfer);
        }

        exchange.Clear();
        if (_unused.Count < MostUnused)
            _unused.Push(exchange);
    }

    /// <summary>Whether a query goes to all who listen: any number of them answer, from addresses of their own.</summary>
    private static bool IsMulticast(in Endpoints ends)
    {
        if (ends is { LocalPort: MulticastPort, RemotePort: MulticastPort })
            return true;
        var (local, remote) = (ends.LocalAddress, ends.RemoteAddress);
        return IsMulticast(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(ref local))) || IsMulticast(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(ref remote)));
    }

    private static bool IsMulticast(ReadOnlySpan<byte> address) =>
        address[0] == 0xFF || (address[..10].IndexOfAnyExcept((byte)0) < 0 && address[10] == 0xFF && address[11] == 0xFF && address[12] is >= 224 and < 240);
}
