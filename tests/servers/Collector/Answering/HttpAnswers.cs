using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Servers.Collector.Answering;

/// <summary>Answers of the HTTP port, in the encoding of the request.</summary>
internal static class HttpAnswers
{
    public static async Task GiveAsync(HttpContext context, Answer answer, Signal signal, bool isJson)
    {
        var response = context.Response;
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = value;
        response.ContentType = isJson ? "application/json" : "application/x-protobuf";
        switch (answer.Kind)
        {
            case AnswerKind.Success:
                await WholeAsync(context, isJson ? Json(answer, signal) : Messages.Response(answer)).ConfigureAwait(false);
                break;
            case AnswerKind.HttpStatus or AnswerKind.GrpcStatus:
                response.StatusCode = answer.Kind == AnswerKind.HttpStatus ? answer.Code : 500;
                if (answer.Message.Length > 0)
                    await WholeAsync(context, isJson
                        ? JsonSerializer.SerializeToUtf8Bytes(new { code = 2, message = answer.Message })
                        : Messages.Status(2, answer.Message, answer.RetryDelay)).ConfigureAwait(false);
                break;
            case AnswerKind.Garbage:
                await WholeAsync(context, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x07]).ConfigureAwait(false);
                break;
            case AnswerKind.Half:
                response.ContentLength = 100;
                await response.Body.WriteAsync(new byte[50], context.RequestAborted).ConfigureAwait(false);
                await response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
                context.Abort();
                break;
            case AnswerKind.Endless:
                await Endless.WriteAsync(context).ConfigureAwait(false);
                break;
            default:
                throw new InvalidOperationException($"no HTTP answer is {answer.Kind}");
        }
    }

    private static async Task WholeAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static byte[] Json(Answer answer, Signal signal)
    {
        if (answer.RejectedRows == 0 && answer.Message.Length == 0)
            return "{}"u8.ToArray();
        var field = signal switch { Signal.Metrics => "rejectedDataPoints", Signal.Logs => "rejectedLogRecords", _ => "rejectedSpans" };
        // 64-bit integers are strings in this encoding.
        var partial = new Dictionary<string, string> { [field] = answer.RejectedRows.ToString(CultureInfo.InvariantCulture), ["errorMessage"] = answer.Message };
        return Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { partialSuccess = partial }));
    }
}
