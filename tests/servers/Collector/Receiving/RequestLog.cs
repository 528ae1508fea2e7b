using System.Collections.Concurrent;
using Pipeline.Servers.Collector.Answering;

namespace Pipeline.Servers.Collector.Receiving;

/// <summary>The requests that came, where they are kept, and what is answered next.</summary>
internal sealed class RequestLog(bool keeps)
{
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly ConcurrentQueue<Answer> _next = new();

    public IReadOnlyCollection<ReceivedRequest> Requests => _requests;

    public Func<ReceivedRequest, Answer> Script { get; set; } = _ => Answer.Success;

    public void Next(Answer answer) => _next.Enqueue(answer);

    public Answer Add(ReceivedRequest request)
    {
        if (keeps)
            _requests.Enqueue(request);
        return _next.TryDequeue(out var answer) ? answer : Script(request);
    }

    public void Clear() => _requests.Clear();
}
