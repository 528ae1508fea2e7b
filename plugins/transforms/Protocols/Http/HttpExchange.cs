using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Http;

/// <summary>A request with its response: a row, once both are whole. Used again for the next.</summary>
internal sealed class HttpExchange(BodyText text) : IRow
{
    private Endpoints _endpoints;

    public HttpMessage Request { get; } = new();

    public HttpMessage Response { get; } = new();

    public long Time { get; private set; }

    /// <summary>When the last byte of the response was moved.</summary>
    public long EndTime { get; set; }

    public bool IsHead { get; set; }

    public bool IsConnect { get; set; }

    /// <summary>Whether the one who asks may leave the body out, should the answer come before.</summary>
    public bool ExpectsContinue { get; set; }

    /// <summary>Whether the one who asks wants the connection to end behind the response.</summary>
    public bool IsLast { get; set; }

    public bool IsAsked { get; set; }

    public bool HasAnswer { get; set; }

    public bool IsAnswered { get; set; }

    /// <summary>Bytes charged to its connection.</summary>
    public int Charged { get; set; }

    public int Memory => Request.Memory + Response.Memory;

    public ref readonly Endpoints Endpoints => ref _endpoints;

    public void Begin(in Endpoints endpoints, long time) => (_endpoints, Time) = (endpoints, time);

    public void Clear()
    {
        Request.Clear();
        Response.Clear();
        (IsHead, IsConnect, ExpectsContinue, IsLast, IsAsked, HasAnswer, IsAnswered) = (false, false, false, false, false, false, false);
        (Time, EndTime, Charged) = (0, 0, 0);
    }

    public void Write(BatchBuilder rows)
    {
        HttpTable.Set(rows, Request, Response, text);
        // Clocks of two CPUs may disagree by a little.
        rows.Set(HttpTable.Latency, Math.Max(0, EndTime - Time));
    }
}
