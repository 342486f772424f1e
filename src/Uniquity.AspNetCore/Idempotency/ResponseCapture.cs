using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Uniquity.AspNetCore;

/// <summary>Holds an answer back until the work behind it is committed: a client must not read of an order that is then rolled back.</summary>
internal sealed class ResponseCapture : IDisposable
{
    private readonly HttpContext _context;
    private readonly IHttpResponseBodyFeature _real;
    private readonly MemoryStream _body = new();

    /// <summary>Begins to hold back.</summary>
    public ResponseCapture(HttpContext context)
    {
        _context = context;
        _real = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(_body));
    }

    /// <summary>What was written.</summary>
    public async Task<byte[]> BodyAsync()
    {
        await _context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().CompleteAsync();
        return _body.ToArray();
    }

    /// <summary>Gives the real response back.</summary>
    public void Dispose()
    {
        _context.Features.Set(_real);
        _body.Dispose();
    }
}
