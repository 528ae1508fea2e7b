using System.Buffers.Binary;
using System.Globalization;
using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>
/// The channels of a connection, and what of them belongs together: questions with their answers, methods with their messages, messages with the server's
/// confirmation. Whatever nothing answers is a row at once.
/// </summary>
internal sealed class AmqpSession
{
    // Of a message whose method was not seen: more than any client makes of a frame.
    private const uint MostUnknownBody = 16 << 20;

    private readonly AmqpProtocol _amqp;
    private readonly IConnection _connection;
    private readonly AmqpMemory _kept;
    private readonly AmqpDestination _destination = new();
    private readonly Dictionary<ushort, Channel> _channels = [];
    private bool _hasLost;

    public AmqpSession(AmqpProtocol amqp, IConnection connection) => (_amqp, _connection, _kept) = (amqp, connection, new AmqpMemory(amqp, connection));

    /// <summary>As <see cref="Parser.IsResponseDue"/>, of a method.</summary>
    public bool IsDue(ushort id, Method method, ReadOnlySpan<byte> arguments)
    {
        if (!_channels.TryGetValue(id, out var channel))
            return method.Kind != MethodKind.Answer || _hasLost;
        if (method.Kind == MethodKind.Answer)
            return !channel.Questions.IsEarly;
        return method != Methods.BasicAck && method != Methods.BasicNack || arguments.Length < sizeof(ulong) || !channel.Confirms.IsOn
            || BinaryPrimitives.ReadUInt64BigEndian(arguments) <= channel.Confirms.Published;
    }

    /// <summary>A method was read; its arguments are in the protocol's JSON.</summary>
    public void Read(Side side, ushort id, Method method, in Arguments arguments, Moment moment)
    {
        _connection.Counters.Messages++;
        var channel = ChannelOf(id);
        DropContent(side, channel);
        if (method.Kind == MethodKind.Answer)
        {
            Answer(side, channel, method, arguments, moment);
            return;
        }

        if (side == Side.Response && (method == Methods.BasicAck || method == Methods.BasicNack) && Confirm(channel, method, arguments, moment.Last))
            return;
        var call = Begin(side, id, method, arguments, moment.First);
        if (method.HasContent)
            BeginContent(side, channel, call);
        else if (method.Kind == MethodKind.Alone || arguments.NoWait)
            Tell(channel, call, method);
        else
            Ask(side, channel, call, arguments, moment);
    }

    /// <summary>The header of a message was read; its properties are in the protocol's JSON.</summary>
    public void Read(Side side, ushort id, in Properties properties, Moment moment)
    {
        if (!_channels.TryGetValue(id, out var channel) || channel.Content(side) is not { BodyLeft: null } call)
            return;
        (call.BodySize, call.BodyLeft, call.DeliveryMode) = (properties.BodySize, properties.BodySize, properties.DeliveryMode);
        call.Properties.Add(_amqp.Json.Bytes);
        Put(call.ContentType, properties.ContentType);
        Put(call.MessageId, properties.MessageId);
        Put(call.CorrelationId, properties.CorrelationId);
        _kept.Recharge(call);
        EndBody(side, id, moment.Last);
    }

    /// <summary>Whether a part of a body may have so many bytes.</summary>
    public bool MayHaveBody(Side side, ushort id, uint size) =>
        _channels.TryGetValue(id, out var channel) && channel.Content(side) is { } call ? call.BodyLeft is { } left && size <= left : _hasLost && size <= MostUnknownBody;

    public void AddBody(Side side, ushort id, ReadOnlySpan<byte> bytes)
    {
        if (!_channels.TryGetValue(id, out var channel) || channel.Content(side) is not { BodyLeft: { } left } call)
            return;
        call.Body.Add(bytes, _amqp.MaxBody);
        call.BodyLeft = left - (ulong)bytes.Length;
        _kept.Recharge(call);
    }

    /// <summary>Bytes of a body were not seen.</summary>
    public void SkipBody(Side side, ushort id, ulong bytes)
    {
        if (bytes == 0 || !_channels.TryGetValue(id, out var channel) || channel.Content(side) is not { BodyLeft: { } left } call)
            return;
        call.Body.Skip();
        call.BodyLeft = left - bytes;
    }

    /// <summary>A part of a message has ended, and with it perhaps all of it.</summary>
    public void EndBody(Side side, ushort id, long time)
    {
        if (!_channels.TryGetValue(id, out var channel) || channel.Content(side) is not { BodyLeft: 0 } call)
            return;
        channel.Content(side) = null;
        if (call.Tag == 0)
        {
            call.EndTime = call is { Asked: not null, Answered: not null } ? time : call.Time;
            _kept.Emit(call);
            return;
        }

        while (!channel.Confirms.HasRoom(call.Tag))
            EmitUnanswered(channel.Confirms.TakeFirst()!);
        if (channel.Confirms.IsOn)
            channel.Confirms.Wait(call);
        else
            _kept.Emit(call);
    }

    public void Lose(Side side)
    {
        _hasLost = true;
        foreach (var channel in _channels.Values)
            Lose(side, channel);
    }

    /// <summary>All was seen: what was published and is not confirmed was published all the same.</summary>
    public void Close()
    {
        foreach (var channel in _channels.Values)
        {
            EmitUnconfirmed(channel);
            EndServerQuestion(channel);
        }
    }

    public void Abandon()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Questions.Clear();
            if (channel.ServerQuestion is { } question)
                _kept.Drop(question);
            channel.ServerQuestion = null;
            DropContent(Side.Request, channel);
            DropContent(Side.Response, channel);
            while (channel.Confirms.TakeFirst() is { } call)
                _kept.Drop(call);
        }

        _connection.Charge(-_channels.Count * Channel.Memory);
        _channels.Clear();
    }

    private Channel ChannelOf(ushort id)
    {
        if (_channels.TryGetValue(id, out var channel))
            return channel;
        channel = new Channel(_kept.Drop);
        if (_hasLost)
            channel.Lose(Side.Request);
        _connection.Charge(Channel.Memory);
        _channels.Add(id, channel);
        return channel;
    }

    private AmqpCall Begin(Side side, ushort id, Method method, in Arguments arguments, long time)
    {
        var call = _kept.Rent(id, time);
        // What a server asks has an answer, and is told as a question; what it tells is told as if it were one.
        if (side == Side.Request || (method.Kind == MethodKind.Question && !arguments.NoWait))
        {
            call.Asked = method;
            call.AskedText.Add(_amqp.Json.Bytes);
        }
        else
        {
            call.Answered = method;
            call.AnsweredText.Add(_amqp.Json.Bytes);
        }

        AmqpDestination.Write(call.Destination, arguments, method);
        Put(call.RoutingKey, arguments.RoutingKey);
        if (method == Methods.BasicReturn || method == Methods.ChannelClose || method == Methods.ConnectionClose)
            PutError(call, arguments.ReplyCode);
        _kept.Recharge(call);
        return call;
    }

    private static void BeginContent(Side side, Channel channel, AmqpCall call)
    {
        channel.Content(side) = call;
        if (side == Side.Request && channel.Confirms.IsOn)
            call.Tag = channel.Confirms.Number();
    }

    private void Tell(Channel channel, AmqpCall call, Method method)
    {
        Select(channel, method);
        _kept.Emit(call);
    }

    private void Ask(Side side, Channel channel, AmqpCall call, in Arguments arguments, Moment moment)
    {
        var method = call.Asked!;
        if (side == Side.Response)
        {
            // One failure is one row's error.
            if ((method == Methods.ChannelClose || method == Methods.ConnectionClose) && Fail(channel, method, arguments, moment))
                call.Error.Clear();
            EndServerQuestion(channel);
            channel.ServerQuestion = call;
            return;
        }

        if (method == Methods.ChannelOpen)
        {
            EmitUnconfirmed(channel);
            channel.Open();
        }

        Select(channel, method);
        channel.Questions.Ask(call, call.Time);
    }

    private static void Select(Channel channel, Method method)
    {
        // Messages are numbered from the first time on.
        if (method == Methods.ConfirmSelect && channel.IsKnown && !channel.Confirms.IsOn)
            channel.Confirms.Begin();
    }

    private void Answer(Side side, Channel channel, Method method, in Arguments arguments, Moment moment)
    {
        if (side == Side.Request)
        {
            if (channel.ServerQuestion is not { } question || !method.Answers(question.Asked!))
            {
                _connection.Counters.UnpairedResponses++;
                return;
            }

            channel.ServerQuestion = null;
            Complete(question, method, moment.Last);
            _kept.Emit(question);
            return;
        }

        var call = channel.Questions.Answer(moment.First);
        if (call is null || !method.Answers(call.Asked!) || !_destination.Fits(call, method, arguments))
        {
            _connection.Counters.UnpairedResponses++;
            if (call is not null)
                channel.Questions.Lose();
            return;
        }

        channel.Questions.Answered();
        Complete(call, method, moment.Last);
        if (!method.HasContent)
        {
            _kept.Emit(call);
            return;
        }

        _destination.WriteConsumed(call.Destination, arguments);
        Put(call.RoutingKey, arguments.RoutingKey);
        channel.Content(side) = call;
    }

    /// <summary>A server closes a channel, or the connection, because of a method: that is the answer to it. False: it is none that waits.</summary>
    private bool Fail(Channel channel, Method method, in Arguments arguments, Moment moment)
    {
        var hasFailed = false;
        if (channel.Questions.Front is { } front && front.Asked!.ClassId == arguments.ClassId && front.Asked.Id == arguments.MethodId
            && channel.Questions.Answer(moment.First) is { } call)
        {
            channel.Questions.Answered();
            Complete(call, method, moment.Last);
            PutError(call, arguments.ReplyCode);
            _kept.Emit(call);
            hasFailed = true;
        }

        channel.Questions.Clear();
        EmitUnconfirmed(channel);
        return hasFailed;
    }

    /// <summary>Whether a confirmation is one of messages that wait for it.</summary>
    private bool Confirm(Channel channel, Method method, in Arguments arguments, long time)
    {
        var confirms = channel.Confirms;
        if (!confirms.IsOn)
            return false;
        if (arguments.DeliveryTag > confirms.Published)
        {
            // Others were published that nobody saw.
            EmitUnconfirmed(channel);
            confirms.Forget();
            return false;
        }

        var hasAny = false;
        var last = arguments.DeliveryTag == 0 ? confirms.Published : arguments.DeliveryTag;
        while ((arguments.Multiple ? confirms.TakeFirst(last) : hasAny ? null : confirms.Take(last)) is { } call)
        {
            hasAny = true;
            Complete(call, method, time);
            if (method == Methods.BasicNack)
                call.Error.Add("NACK"u8);
            _kept.Emit(call);
        }

        return hasAny;
    }

    private void Complete(AmqpCall call, Method answer, long time)
    {
        (call.Answered, call.EndTime) = (answer, time);
        call.AnsweredText.Add(_amqp.Json.Bytes);
        _kept.Recharge(call);
    }

    private void Lose(Side side, Channel channel)
    {
        DropContent(side, channel);
        EndServerQuestion(channel);
        EmitUnconfirmed(channel);
        channel.Lose(side);
    }

    /// <summary>Tells what waits for the server's confirmation, without it.</summary>
    private void EmitUnconfirmed(Channel channel)
    {
        while (channel.Confirms.TakeFirst() is { } call)
            EmitUnanswered(call);
    }

    private void EmitUnanswered(AmqpCall call)
    {
        _connection.Counters.UnpairedRequests++;
        _kept.Emit(call);
    }

    private void DropContent(Side side, Channel channel)
    {
        if (channel.Content(side) is { } call)
            _kept.Drop(call);
        channel.Content(side) = null;
    }

    /// <summary>Nobody answers what the server asked. Why it closed something is told all the same: clients hang up then.</summary>
    private void EndServerQuestion(Channel channel)
    {
        if (channel.ServerQuestion is not { } question)
            return;
        channel.ServerQuestion = null;
        if (question.Asked == Methods.ChannelClose || question.Asked == Methods.ConnectionClose)
            EmitUnanswered(question);
        else
            _kept.Drop(question);
    }

    private static void PutError(AmqpCall call, ushort code)
    {
        call.Error.Clear();
        if (code is ReplyCodes.None or ReplyCodes.Success)
            return;
        call.Error.Add(ReplyCodes.Name(code));
        Span<byte> digits = stackalloc byte[5];
        if (call.Error.Length == 0 && code.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture))
            call.Error.Add(digits[..length]);
    }

    private static void Put(ByteList text, ReadOnlySpan<byte> bytes)
    {
        text.Clear();
        Readable.Add(text, bytes, AmqpDestination.MostBytes, TextStyle.Plain);
    }
}
