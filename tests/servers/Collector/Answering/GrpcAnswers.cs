using System.Buffers.Binary;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Servers.Collector.Answering;

/// <summary>Answers of the gRPC port, framed here so that they can also be wrong.</summary>
internal static class GrpcAnswers
{
    private const int Prefix = 5;

    public static async Task GiveAsync(HttpContext context, Answer answer)
    {
        var response = context.Response;
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = value;
        if (answer.Kind == AnswerKind.HttpStatus)
        {
            response.StatusCode = answer.Code;
            await response.WriteAsync(answer.Message, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        response.ContentType = "application/grpc";
        switch (answer.Kind)
        {
            case AnswerKind.GrpcStatus:
                var trailersOnly = response.Headers;
                trailersOnly["grpc-status"] = answer.Code.ToString(CultureInfo.InvariantCulture);
                trailersOnly["grpc-message"] = Uri.EscapeDataString(answer.Message);
                if (answer.RetryDelay is { } delay)
                    trailersOnly["grpc-status-details-bin"] = Convert.ToBase64String(Messages.Status(answer.Code, answer.Message, delay)).TrimEnd('=');
                break;
            case AnswerKind.Success:
                await MessageAsync(context, Messages.Response(answer)).ConfigureAwait(false);
                response.AppendTrailer("grpc-status", "0");
                break;
            case AnswerKind.Garbage:
                await MessageAsync(context, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x07]).ConfigureAwait(false);
                response.AppendTrailer("grpc-status", "0");
                break;
            case AnswerKind.Half:
                await response.Body.WriteAsync(Framed([1, 2, 3, 4, 5, 6, 7, 8]).AsMemory(0, Prefix + 3), context.RequestAborted).ConfigureAwait(false);
                await response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
                context.Abort();
                break;
            case AnswerKind.Endless:
                await response.Body.WriteAsync(new byte[] { 0, 0x7f, 0xff, 0xff, 0xff }, context.RequestAborted).ConfigureAwait(false);
                await Endless.WriteAsync(context).ConfigureAwait(false);
                break;
            default:
                throw new InvalidOperationException($"no gRPC answer is {answer.Kind}");
        }
    }

    private static async Task MessageAsync(HttpContext context, byte[] message) =>
        await context.Response.Body.WriteAsync(Framed(message), context.RequestAborted).ConfigureAwait(false);

    private static byte[] Framed(byte[] message)
    {
        var framed = new byte[Prefix + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed, Prefix);
        return framed;
    }
}
